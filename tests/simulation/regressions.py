"""Seeds that have found something, run every time: what they found, before it was mended, beside them."""

FOUND = {
    17: "a flipped bit in a small push, which was not compressed, was stored under the right number",
    89: "two merges crosswise: the centre did nothing on the second, the laptop went on showing it as done",
    106: "a change of a temporary customer whose questionnaire waited for its pack was called invalid for good",
    1059: "a laptop that went back over an entry damaged on its disk ended in a fault of the program",
    8: "what was recorded while the proof was asked for was reported as proven",
}
