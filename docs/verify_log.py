"""Check an exported log of Årshjul (`arshjul export --out FILE`): python verify_log.py FILE [ANCHOR]

Standard library alone, Python 3.9 or newer, no code of the system itself. Prints "ok", or the first break with its
cycle, the sequence number where it shows and its kind; exit 0 or 1. What is checked:

 1. Sequence: every cycle's events are numbered 1, 2, 3, ... without a hole.                        -> missing
 2. Place: each body names the very cycle and number at which it stands; positions grow with it.    -> reordered
 3. Content: hash = SHA-256(prev_hash + body), and kind, time and place beside the body agree.      -> edited
 4. Chain: prev_hash is the hash of the event before; 64 zeros at the first.                        -> edited
 5. End: a cycle ends where, and with the hash that, the first line of the file says.               -> cut, edited
 6. All: the positions of all events together are 1, 2, 3, ... without a hole.                      -> gap

With ANCHOR, a file that `arshjul anchor export` wrote on an earlier day:

 7. Whole: the anchor's SHA-256 is that of its canonical JSON.                                      -> altered
 8. Length: every year that it names has at least as many events as it says.                        -> cut
 9. Head: the event with that number has the hash that it says.                                     -> rewritten

What cannot be seen here: what people wrote (the commands; each event holds its command's hash); who signed the anchor,
which `openssl` tells (docs/audit.md); people's own chains, which an export does not hold; and without an anchor a log
that was rewritten from some event to its end, first line included.
"""

# ruff: noqa: ANN001, ANN201, FURB162, PTH123, T201
import hashlib
import json
import re
import sys
from datetime import datetime

ZEROS = "0" * 64
YEAR = re.compile(r"\d{4}-\d{4}")


def lines(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def as_instant(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def columns_agree(row, event, before):
    """Kind and time are the event's own; the place is said by the first event and never changes."""
    if event["kind"] != row["kind"] or as_instant(event["at"]) != as_instant(row["at"]):
        return False
    here = (row["municipality_code"], row["county_code"])
    if before is None:
        return here == (event["municipality"], event["county"])
    return here == (before["municipality_code"], before["county_code"])


def breaks_at(row, before):
    """(sequence number, kind) of what does not hold at one event, given the one before it in its cycle."""
    last_seq, last_hash = (before["seq"], before["hash"]) if before else (0, ZEROS)
    if row["seq"] != last_seq + 1:
        return [(last_seq + 1, "missing")]
    found = []
    try:
        body = json.loads(row["body"])
        if (body["cycle_id"], body["seq"]) != (row["cycle_id"], row["seq"]):
            return [(row["seq"], "reordered")]
        agree = columns_agree(row, body["event"], before)
    except (ValueError, KeyError, TypeError):
        agree = False
    if not agree or row["hash"] != hashlib.sha256((row["prev_hash"] + row["body"]).encode()).hexdigest():
        found.append((row["seq"], "edited"))
    if row["prev_hash"] != last_hash:
        found.append((max(last_seq, 1), "edited"))
    if before and row["position"] <= before["position"]:
        found.append((row["seq"], "reordered"))
    return found


def ends_of(path):
    """Of every year in an anchor: how many events it had, and the hash of the last; None for an altered anchor."""
    with open(path, encoding="utf-8") as file:
        kept = json.load(file)
    anchor = kept["anchor"]
    if anchor["format"] != "arshjul-anchor-1":
        raise ValueError("not an anchor of version 1")
    # Without fractions and with plain ASCII names, this is what RFC 8785 asks for.
    canonical = json.dumps(anchor, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    if hashlib.sha256(canonical.encode()).hexdigest() != kept["sha256"]:
        return None
    return {name: (seq, head) for name, seq, head in anchor["chains"] if YEAR.fullmatch(name)}


def unkept(path, ends):
    """(cycle, sequence number, kind) of the first year that is not what the anchor says it was."""
    found, lengths = {}, {}
    for row in lines(path):
        cycle = row.get("cycle_id")
        if cycle in ends:
            lengths[cycle] = max(lengths.get(cycle, 0), row["seq"])
            if row["seq"] == ends[cycle][0]:
                found[cycle] = row["hash"]
    for cycle, (seq, head) in sorted(ends.items()):
        if lengths.get(cycle, 0) < seq:
            return cycle, lengths.get(cycle, 0) + 1, "cut"
        if found.get(cycle) != head:
            return cycle, seq, "rewritten"
    return None


def first_break(path):
    rows = lines(path)
    header = next(rows)
    if header.get("format") != "arshjul-log" or header.get("version") != 1:
        raise ValueError("not an exported log of version 1")
    last, found, positions = {}, {}, []  # by cycle: its last event so far, without the body; what does not hold
    for row in rows:
        cycle = row["cycle_id"]
        positions.append(row["position"])
        found.setdefault(cycle, []).extend(breaks_at(row, last.get(cycle)))
        last[cycle] = {**row, "body": None}
    for cycle, (version, head) in header["heads"].items():
        seq, ended_with = (last[cycle]["seq"], last[cycle]["hash"]) if cycle in last else (0, ZEROS)
        if head != ended_with and version >= seq:
            found.setdefault(cycle, []).append((seq + 1, "cut") if version > seq else (max(seq, 1), "edited"))
    for cycle in sorted(cycle for cycle in found if found[cycle]):
        return (cycle, *min(found[cycle], key=lambda each: each[0])), len(last), len(positions)
    positions.sort()
    for wanted, there in enumerate(positions, 1):
        if wanted != there:
            after = next(row for row in lines(path) if row.get("position") == there)
            return (after["cycle_id"], after["seq"], "gap"), len(last), len(positions)
    return None, len(last), len(positions)


if __name__ == "__main__":
    try:
        broken, cycles, events = first_break(sys.argv[1])
        ends = ends_of(sys.argv[2]) if len(sys.argv) > 2 else {}
        if ends is None:
            sys.exit("ALTERED: the anchor is not what its SHA-256 says; nothing in it was believed")
        broken = broken or (unkept(sys.argv[1], ends) if ends else None)
    except (OSError, ValueError, KeyError, IndexError, TypeError, StopIteration) as error:
        sys.exit(f"cannot be read: {error!r}")
    more = f"; {len(ends)} of them end as anchored, or go on from there" if len(sys.argv) > 2 else ""
    print("BROKEN at {} event {}: {}".format(*broken) if broken else f"ok: {cycles} years, {events} events{more}")
    sys.exit(1 if broken else 0)
