"""Does with Mastodon.py what it is told: a line [method, arguments] in, a line {"result"} or {"error"} out."""

import json
import sys

from mastodon import Mastodon, StreamListener

SCOPES = ["read", "write", "follow", "push"]

client_id, secret = Mastodon.create_app("Mastodon.py", scopes=SCOPES, api_base_url=sys.argv[1])
api = Mastodon(client_id=client_id, client_secret=secret, api_base_url=sys.argv[1])


def exact(value):
    """What JavaScript would round becomes text."""
    if isinstance(value, dict):
        return {key: exact(one) for key, one in value.items()}
    if isinstance(value, list):
        return [exact(one) for one in value]
    return str(value) if isinstance(value, int) and abs(value) > 2**53 else value


def address():
    return api.auth_request_url(scopes=SCOPES)


def sign_in(code):
    api.log_in(code=code, scopes=SCOPES)
    return True


def ask(text, options):
    return api.status_post(text, poll=api.make_poll(options, 3600))


def show(text, file, description):
    return api.status_post(text, media_ids=[api.media_post(file, description=description)])


def all_notifications(limit):
    return api.fetch_remaining(api.notifications(limit=limit))


class Ear(StreamListener):
    """Keeps what it hears; any event that it does not know ends it with an error."""

    def __init__(self):
        super().__init__()
        self.heard = []

    def on_update(self, status):
        self.heard.append(f"update {status['content']}")

    def on_delete(self, status_id):
        self.heard.append(f"delete {status_id}")

    def on_notification(self, notification):
        self.heard.append(f"notification {notification['type']}")


ear = Ear()


def listen():
    api.stream_user(ear, run_async=True)
    return api.stream_healthy()


def told():
    return "\n".join(ear.heard)


OWN = {
    "address": address, "sign_in": sign_in, "ask": ask, "show": show, "all_notifications": all_notifications,
    "listen": listen, "told": told,
}

for line in sys.stdin:
    method, arguments = json.loads(line)
    try:
        work = OWN.get(method) or getattr(api, method)
        answer = {"result": exact(work(*arguments))}
    except Exception as error:  # whatever it is, the one who asked is told
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer, default=str), flush=True)
