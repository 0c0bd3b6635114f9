"""What a picture needs is asked for on a terminal."""

from pathlib import Path

from wit_world.imports import images, plain


def test_what_is_missing_is_asked_for(wae, painter, fake):
    """On a terminal: what is to be seen, size, quality, file, model. Enter takes what is there."""
    fake(plain, "get", None)
    Path("picture.png").write_bytes(b"mine")
    done = wae("openai", "image", terminal=True, typed="\nA fox\n1x1\n\n\n1\n")
    assert (0, "picture-1.png (png, 8 B)\n") == (done.code, done.out)
    assert [images.Order("big-2", "A fox", 1, '{"size": "1x1"}', [], None)] == painter
    asked = [
        "What is to be seen: ",
        "Size, such as",
        "Quality, such as",
        "File [picture-1.png]: ",
        "Model",
    ]
    places = [done.err.index(question) for question in asked]
    assert sorted(places) == places


def test_only_what_is_missing_is_asked_for(wae, painter):
    """Who named a file, or gave a prompt, is not asked for it; who gave both is asked nothing."""
    done = wae("openai", "image", "-o", "a.png", terminal=True, typed="A fox\n\nlow\n")
    assert (0, "a.png (png, 8 B)\n") == (done.code, done.out)
    assert '{"quality": "low"}' == painter[0].options
    done = wae("openai", "image", "A fox", terminal=True, typed="\n\nb.webp\n")
    assert '{"output_format": "webp"}' == painter[1].options
    assert "such as" not in wae("openai", "image", "A fox", "-o", "c.png", terminal=True).err


def test_a_file_that_cannot_be_is_asked_for_again(wae, painter):
    """A name that is taken, or in no folder, is told, and asked for again."""
    Path("taken.png").write_bytes(b"mine")
    typed = "A fox\n\n\ntaken.png\nno/fox.png\nfox.png\n"
    done = wae("openai", "image", terminal=True, typed=typed)
    assert (0, "fox.png (png, 8 B)\n") == (done.code, done.out)
    assert "wae: taken.png already exists" in done.err
    assert "wae: no/fox.png could not be written" in done.err
    assert b"mine" == Path("taken.png").read_bytes()
