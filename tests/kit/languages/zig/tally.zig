//! The contract as the canonical ABI passes it (component-model: CanonicalABI.md).
const most = 1_000_000;
const Counts = extern struct { lines: u32, words: u32, characters: u32 };
const Failure = extern struct { kind: u8, most: u32 };
const Result = extern struct { is_error: u8, value: extern union { counts: Counts, failure: Failure } };

var memory: [8 << 20]u8 = undefined;
var used: usize = 0;
var result: Result = undefined;

/// Arguments of one call; the next begins anew.
fn realloc(old: usize, had: usize, alignment: usize, size: usize) callconv(.c) ?[*]u8 {
    _ = old;
    _ = had;
    const start = (used + alignment - 1) & ~(alignment - 1);
    if (start + size > memory.len) @trap();
    used = start + size;
    return memory[start..].ptr;
}

fn count(text: [*]const u8, length: usize) callconv(.c) *Result {
    used = 0;
    var found = Counts{ .lines = 0, .words = 0, .characters = 0 };
    var inside = false;
    for (text[0..length]) |c| {
        const space = c == ' ' or (c >= '\t' and c <= '\r');
        found.words += @intFromBool(!space and !inside);
        inside = !space;
        found.lines += @intFromBool(c == '\n');
        found.characters += @intFromBool(c & 0xC0 != 0x80);
    }
    found.lines += @intFromBool(length > 0 and text[length - 1] != '\n');
    if (length == 0) {
        result = .{ .is_error = 1, .value = .{ .failure = .{ .kind = 0, .most = 0 } } };
    } else if (found.characters > most) {
        result = .{ .is_error = 1, .value = .{ .failure = .{ .kind = 1, .most = most } } };
    } else {
        result = .{ .is_error = 0, .value = .{ .counts = found } };
    }
    return &result;
}

comptime {
    @export(&realloc, .{ .name = "cabi_realloc" });
    @export(&count, .{ .name = "my:tally/tally@0.1.0#count" });
}
