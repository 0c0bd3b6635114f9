// Counts what is in a text: in TypeScript, for StarlingMonkey, which is SpiderMonkey as a component.
interface Counts {
    lines: number;
    words: number;
    characters: number;
}

const MOST: number = 1_000_000; // characters

export const tally = {
    count(text: string): Counts {
        const characters = [...text].length;
        if (characters > MOST) throw { tag: "too-long", val: MOST };
        if (!characters) throw { tag: "empty" };
        const lines = text.split(/\r\n|[\n\r]/);
        if (lines.at(-1) === "") lines.pop();
        return { lines: lines.length, words: text.split(/\s+/).filter(Boolean).length, characters };
    },
};
