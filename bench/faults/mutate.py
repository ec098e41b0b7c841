"""Mutations of a file's bytes: single bytes, lines, fields, numbers, dates, letters of other scripts, structure."""

import re

SPECIAL = [
    "", "0", "-0", "-1", "1e308", "1e309", "-1e308", "1e-320", "NaN", "nan", "inf", "-inf", "Infinity", "4294967295",
    "4294967296", "9223372036854775807", "18446744073709551615", "18446744073709551616", "2147483648", "0x10", "1_000",
    "1,5", "1 000", "1\u00a0000", "1.2.3", "+5", "1e", ".", "-", "9" * 400, "0.1e-400", "true", "null", "None", "[]",
    "{}", "''", "\"", "../../etc", "/", ".", "..", "nation", "north", "south", "101", "2030-03-01", "9999-12-31",
    "0001-01-01", "-0001-01-01", "2030-02-30", "2030-13-01", "2030-03-01T25:00", "2030-03-01T00:00:00Z", "24:00",
    "=1+1", "@SUM(A1)", "<script>", "%s%n", "\u202e", "\u0301", "\U0001f600", "\ufeff", "\u200d", "\x00", "\x1b[2J",
    "\r", "\t", "ß", "ﬁ", "İ", "Ж" * 5000, "a" * 70000, "active > 1", "active > ", "((((((((((", "1 / 0",
]
EXTREMES = [text for text in SPECIAL if re.fullmatch(r"[-+0-9.,eExX_a-zN]*", text)]
NUMBER = re.compile(rb"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
DATE = re.compile(rb"\d{4}-\d\d-\d\d")
FIELD = re.compile(rb"[^,;=:\[\]{}\"\s]+")


def at(chance, data):
    return chance.randrange(len(data) + 1)


def span(chance, data, most=200):
    begin = at(chance, data)
    return begin, min(len(data), begin + chance.randint(1, most))


def flip(chance, data):
    place = chance.randrange(max(1, len(data)))
    return data[:place] + bytes([(data[place] if data else 0) ^ 1 << chance.randrange(8)]) + data[place + 1:]


def byte(chance, data):
    place = at(chance, data)
    return data[:place] + bytes([chance.randrange(256)]) + data[place + 1:]


def cut(chance, data):
    begin, end = span(chance, data)
    return data[:begin] + data[end:]


def double(chance, data):
    begin, end = span(chance, data)
    return data[:end] + data[begin:]


def truncate(chance, data):
    return data[:at(chance, data)]


def noise(chance, data):
    place = at(chance, data)
    return data[:place] + chance.randbytes(chance.randint(1, 40)) + data[place:]


def insert(chance, data):
    place = at(chance, data)
    return data[:place] + chance.choice(SPECIAL).encode() + data[place:]


def exchange(chance, data):
    a, b = sorted([at(chance, data), at(chance, data)])
    length = chance.randint(1, 60)
    return data[:a] + data[b:b + length] + data[a + length:b] + data[a:a + length] + data[b + length:]


def lines(chance, data):
    rows = data.split(b"\n")
    one, other = chance.randrange(len(rows)), chance.randrange(len(rows))
    match chance.randrange(7):
        case 0:
            del rows[one]
        case 1:
            rows.insert(other, rows[one])
        case 2:
            rows[one], rows[other] = rows[other], rows[one]
        case 3:
            rows[one] += rows.pop(other) if one < other else b""
        case 4:
            rows[one:one + 1] = [rows[one]] * chance.choice([3, 1000])
        case 5:
            rows[one] = b""
        case 6:
            rows = rows[:1]
    return b"\n".join(rows)


def replaced(pattern, choose):
    def mutation(chance, data):
        found = list(pattern.finditer(data))
        if not found:
            return insert(chance, data)
        match = chance.choice(found)
        return data[:match.start()] + choose(chance, found, match) + data[match.end():]
    return mutation


def scaled(chance, found, match):
    try:
        return repr(float(match[0]) * chance.choice([0, -1, 0.1, 10, 1000, 1e6, 1e12])).encode()
    except ValueError:
        return b"0"


fields = replaced(FIELD, lambda chance, found, match: chance.choice(SPECIAL).encode())
exchanged = replaced(FIELD, lambda chance, found, match: chance.choice(found)[0])
numbers = replaced(NUMBER, lambda chance, found, match: chance.choice(EXTREMES).encode())
sizes = replaced(NUMBER, scaled)
dates = replaced(DATE, lambda chance, found, match: chance.choice(SPECIAL).encode())
spelled = replaced(FIELD, lambda chance, found, match: match[0][:-1] + match[0][:1])


def delimiter(chance, data):
    one, other = chance.sample([b",", b";", b"\t", b"=", b"\"", b"[", b"]", b"{", b"}", b".", b"\n", b"|"], 2)
    return data.replace(one, other) if chance.random() < 0.5 else data.replace(one, other, 1)


def whole(chance, data):
    text = data.decode("utf-8", "replace")
    return chance.choice([
        b"", b"\n", b" " * 1000, b"\xef\xbb\xbf" + data, data.replace(b"\n", b"\r\n"), data.replace(b"\n", b"\r"),
        text.encode("utf-16"), text.encode("latin-1", "replace"), data * 2, data + data[::-1], data.upper(),
        b"[" * 100_000, b"{\"a\":" * 50_000, b"a" * 2_000_000, b"," * 200_000, b"\"" + data, data.rstrip(b"\n") + b",",
    ])


MUTATIONS = [flip, byte, cut, double, truncate, noise, insert, exchange, lines, lines, fields, fields, fields, exchanged,
             exchanged, numbers, numbers, numbers, sizes, sizes, dates, spelled, delimiter, whole]


def mutate(chance, data):
    """One to three mutations of the bytes, and their names."""
    chosen = [chance.choice(MUTATIONS) for _ in range(chance.choice([1, 1, 1, 2, 3]))]
    for mutation in chosen:
        data = mutation(chance, data)
    return data, [getattr(mutation, "__name__", "?") for mutation in chosen]
