#!/usr/bin/env python3
"""A bot for a chatctl room, written from Sources/ChatWire/PROTOCOL.md alone; Python 3.8 or newer, no packages.

    chatctl connect localhost 1234          (register a name for it first: "register" at the log-in prompt)
    python3 samples/bot.py localhost 1234 NAME PASSWORD-FILE SHA256:...

The last word is the fingerprint of the server's key, as "chatctl serve" and "chatctl admin status" print it;
"--plaintext" in its place speaks to a server that was started so. Whoever writes "!time" or "!echo TEXT", to everybody
or to the bot alone, gets an answer the same way. Ctrl+C ends it.
"""
import base64, hashlib, secrets, signal, socket, ssl, struct, sys, time

# Numbers of fields in chat.proto.
CLIENT_REQUEST, CLIENT_PING, CLIENT_HELLO = 1, 3, 15
SERVER_MESSAGE, SERVER_REPLY, SERVER_EVENT, SERVER_HELLO = 1, 2, 3, 15
ASK_MESSAGE, ASK_BROADCAST, ASK_ACKNOWLEDGE, ASK_LOG_IN, ASK_WHOELSE, ASK_LEAVE = 3, 4, 5, 17, 32, 64
REPLY_REFUSED, REPLY_WELCOME, REPLY_GOODBYE = 4, 18, 64
EVENT_CAUGHT_UP, EVENT_TIMED_OUT, EVENT_PUT_OUT, EVENT_STOPPING = 1, 5, 6, 7
PRIVATE, BROADCAST = 1, 2
FAREWELL_QUIT = 2
ACCOUNT = 0
LONGEST_BODY = 8192
ASKS_EVERY = 60  # seconds; who asks nothing for TIME_OUT is put out, and a bot in a quiet room asks nothing by itself


# ---- protobuf: a field is a varint of number and type, then its value ------------------------------------------------

def varint(number):
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes(out) + bytes([number])


def field(number, value):
    """A field: an int as a varint, text and bytes with their length before them."""
    if isinstance(value, int):
        return varint(number << 3 | 0) + varint(value)
    data = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(data)) + data


def fixed64(number, value):
    return varint(number << 3 | 1) + struct.pack("<Q", value)


def parse(data):
    """The fields of a message, by number; of a repeated one the last."""
    fields, at = {}, 0

    def take_varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    while at < len(data):
        key = take_varint()
        kind = key & 7
        if kind == 0:
            value = take_varint()
        else:
            size = {1: 8, 5: 4}[kind] if kind != 2 else take_varint()
            value, at = data[at:at + size], at + size
        fields[key >> 3] = value
    return fields


def text(fields, number):
    return fields.get(number, b"").decode()


# ---- the connection --------------------------------------------------------------------------------------------------

def der(data, at):
    """The DER element at `at`: where its content begins, and where it ends."""
    size, at = data[at + 1], at + 2
    if size > 0x7F:
        count = size & 0x7F
        size, at = int.from_bytes(data[at:at + count], "big"), at + count
    return at, at + size


def fingerprint(certificate):
    """SHA-256 of the SubjectPublicKeyInfo (RFC 5280, 4.1) of a certificate in DER."""
    at, _ = der(certificate, 0)  # Certificate
    at, _ = der(certificate, at)  # TBSCertificate
    if certificate[at] == 0xA0:  # version
        _, at = der(certificate, at)
    for _ in ("serial number", "signature", "issuer", "validity", "subject"):
        _, at = der(certificate, at)
    _, end = der(certificate, at)
    digest = base64.b64encode(hashlib.sha256(certificate[at:end]).digest())
    return "SHA256:" + digest.decode().rstrip("=")


def connect(host, port, trust):
    connection = socket.create_connection((host, port), timeout=30)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if trust == "--plaintext":
        return connection
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    # The key counts, not who vouches for it.
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    connection = context.wrap_socket(connection, server_hostname=host)
    key = fingerprint(connection.getpeercert(binary_form=True))
    if key != trust:
        sys.exit(f"bot.py: the server's key is {key}, not {trust}. Nothing was sent to it.")
    return connection


class Bot:
    def __init__(self, connection, name, password):
        self.connection = connection
        self.password = password
        self.name = name
        self.number = 0  # of the last request
        self.sent = self.heard = time.monotonic()
        self.keep_alive = 10.0
        self.asked = self.sent
        self.is_live = self.is_leaving = False
        self.received = b""
        self.send(field(CLIENT_HELLO, field(1, 1) + field(2, "bot.py/1") + fixed64(3, secrets.randbits(64))))

    def send(self, message):
        self.connection.sendall(struct.pack(">I", len(message)) + message)
        self.sent = time.monotonic()

    def request(self, ask, value):
        self.number += 1
        self.send(field(CLIENT_REQUEST, field(1, self.number) + field(ask, value)))

    def run(self):
        """Until the server or a signal ends it."""
        while True:
            now = time.monotonic()
            if now - self.heard > 4 * self.keep_alive:
                sys.exit("bot.py: the server is silent.")
            if self.is_leaving:
                self.is_leaving = False
                self.request(ASK_LEAVE, FAREWELL_QUIT)
            elif self.is_live and now - self.asked >= ASKS_EVERY:
                self.asked = now
                self.request(ASK_WHOELSE, b"")
            elif now - self.sent >= self.keep_alive:
                self.send(field(CLIENT_PING, b""))
            self.connection.settimeout(max(0.1, min(1, self.sent + self.keep_alive - time.monotonic())))
            try:
                data = self.connection.recv(65536)
            except socket.timeout:
                continue
            if not data:
                sys.exit("bot.py: the connection is lost.")
            self.heard = time.monotonic()
            self.received += data
            while len(self.received) >= 4:
                end = 4 + struct.unpack(">I", self.received[:4])[0]
                if len(self.received) < end:
                    break
                frame, self.received = parse(self.received[4:end]), self.received[end:]
                self.take(frame)

    def take(self, frame):
        if SERVER_HELLO in frame:
            self.take_hello(parse(frame[SERVER_HELLO]))
        elif SERVER_REPLY in frame:
            self.take_reply(parse(frame[SERVER_REPLY]))
        elif SERVER_MESSAGE in frame:
            self.take_message(parse(frame[SERVER_MESSAGE]))
        elif SERVER_EVENT in frame:
            self.take_event(parse(frame[SERVER_EVENT]))

    def take_hello(self, hello):
        if 4 in hello:
            sys.exit("bot.py: " + text(parse(hello[4]), 2))
        self.keep_alive = struct.unpack("<d", hello[3])[0]
        self.request(ASK_LOG_IN, field(1, self.name) + field(2, self.password))

    def take_reply(self, reply):
        if REPLY_GOODBYE in reply:
            sys.exit(0)
        elif REPLY_WELCOME in reply:
            self.name = text(reply, REPLY_WELCOME)
            print(f"logged in as {self.name}", flush=True)
        elif REPLY_REFUSED in reply:
            why = text(parse(reply[REPLY_REFUSED]), 2)
            if not self.is_live:
                sys.exit("bot.py: " + why)
            print("refused: " + why, flush=True)

    def take_event(self, event):
        if EVENT_CAUGHT_UP in event:
            # What was written while the bot was away is not answered.
            self.is_live = True
            print("ready", flush=True)
        elif EVENT_TIMED_OUT in event:
            sys.exit("bot.py: nothing was written for too long.")
        elif EVENT_PUT_OUT in event:
            sys.exit("bot.py: put out: " + text(event, EVENT_PUT_OUT))
        elif EVENT_STOPPING in event:
            sys.exit("bot.py: the server stops.")

    def take_message(self, message):
        number, kind, sender = message[1], message.get(3), text(message, 5)
        if self.is_live and message.get(4, 0) == ACCOUNT and sender != self.name:
            answer = self.answer(text(message, 6))
            if answer and kind == BROADCAST:
                self.request(ASK_BROADCAST, answer)
            elif answer and kind == PRIVATE:
                self.request(ASK_MESSAGE, field(1, sender) + field(2, answer))
        self.request(ASK_ACKNOWLEDGE, number)

    def answer(self, body):
        word, _, rest = body.partition(" ")
        if word == "!time":
            return time.strftime("%Y-%m-%d %H:%M:%S")
        if word == "!echo" and rest.strip():
            return rest.encode()[:LONGEST_BODY].decode(errors="ignore")
        return None


def main():
    if len(sys.argv) != 6:
        sys.exit(__doc__)
    host, port, name, file, trust = sys.argv[1:]
    with open(file) as lines:
        password = lines.readline().rstrip("\n")
    bot = Bot(connect(host, int(port), trust), name, password)

    def leave(*_):
        bot.is_leaving = True  # A frame may be half sent just now.

    signal.signal(signal.SIGINT, leave)
    signal.signal(signal.SIGTERM, leave)
    bot.run()


main()
