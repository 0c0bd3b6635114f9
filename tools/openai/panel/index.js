// What the page has for OpenAI and servers like it: a conversation, and pictures.

import { chat } from "./chat.js";
import { pictures } from "./pictures.js";

const style = new URL("./openai.css", import.meta.url);

export const PANELS = [
  { name: "chat", title: "Chat", needs: "/openai/chat/open", style, view: chat },
  { name: "pictures", title: "Pictures", needs: "/openai/images/draw", style, view: pictures },
];
