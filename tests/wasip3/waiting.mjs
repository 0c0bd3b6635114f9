// Calls `run` of what jco made of an app: "ok", or the message of what is thrown.
const { run } = await import(process.argv[2]);
try {
  await run.run();
  console.log("ok");
} catch (error) {
  console.log(error.message);
}
process.exit(); // whatever connections are left
