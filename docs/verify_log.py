"""Check an exported log of Årshjul (`arshjul export --out FILE`): python verify_log.py FILE

Standard library alone, Python 3.9 or newer, no code of the system itself. Prints "ok", or the first break with its
cycle, the sequence number where it shows and its kind; exit 0 or 1. What is checked:

 1. Sequence: every cycle's events are numbered 1, 2, 3, ... without a hole.                        -> missing
 2. Place: each body names the very cycle and number at which it stands; positions grow with it.    -> reordered
 3. Content: hash = SHA-256(prev_hash + body), and kind, time and place beside the body agree.      -> edited
 4. Chain: prev_hash is the hash of the event before; 64 zeros at the first.                        -> edited
 5. End: a cycle ends where, and with the hash that, the first line of the file says.               -> cut, edited
 6. All: the positions of all events together are 1, 2, 3, ... without a hole.                      -> gap

What cannot be seen here: what people wrote (the commands; each event holds its command's hash), and a log that was
rewritten from some event to its end, first line included. Against that, keep an older export and compare its lines.
"""

# ruff: noqa: ANN001, ANN201, FURB162, PTH123, T201
import hashlib
import json
import sys
from datetime import datetime

ZEROS = "0" * 64


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
    except (OSError, ValueError, KeyError, IndexError, TypeError, StopIteration) as error:
        sys.exit(f"cannot be read: {error!r}")
    print("BROKEN at {} event {}: {}".format(*broken) if broken else f"ok: {cycles} years, {events} events")
    sys.exit(1 if broken else 0)
