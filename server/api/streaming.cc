#include "server/api/streaming.h"

#include <algorithm>

#include "server/api.h"
#include "server/live_streams.h"
#include "server/node.h"
#include "server/web_socket.h"

namespace hallway::api {
namespace {

constexpr std::string_view kProtocol = "Sec-WebSocket-Protocol";

// Browsers cannot set Authorization for either: the token comes in the query, or as the protocol.
Result<std::string> secret_in(const Request& request, const Params& params) {
  if (const auto secret = bearer_of(request)) return std::string(*secret);
  if (const auto secret = request.headers.find(kProtocol)) return std::string(*secret);
  if (const auto secret = params.find("access_token")) return std::string(*secret);
  return fail(Code::unauthenticated, "Missing access token");
}

ChannelOf of_what(const Params& params) {
  return {.tag = params.find("tag").value_or(""), .list = params.find("list").value_or("")};
}

struct Listening {
  std::string secret;
  std::optional<Channel> channel;
  Subscriber::Dialect dialect;
};

Result<std::shared_ptr<Subscriber>> subscribe(Node& node, const Request& request,
                                              const Listening& listening) {
  const auto& channel = listening.channel;
  const auto scope = channel ? scope_for(*channel) : "read:statuses read:notifications";
  const auto caller = TRY(caller_with(node, listening.secret, scope));
  const auto said = request.headers.find("Last-Event-ID");
  auto from = Live::present(TRY(node.read()), caller.actor.id);
  // A browser that never had an event sends it empty.
  if (said && !said->empty() && listening.dialect == Subscriber::Dialect::event_source) {
    from = TRY(parse_position(*said));
  }
  auto subscriber = std::make_shared<Subscriber>(
      Subscriber::Who{.account = caller.account.id,
                      .person = caller.actor.id,
                      .token = sha256(listening.secret),
                      .scopes = caller.scopes},
      listening.dialect, from, channel ? std::vector{*channel} : std::vector<Channel>());
  TRY(node.live().join(subscriber));
  return subscriber;
}

// "/api/v1/streaming/hashtag/local" → "hashtag:local"
std::string channel_in(std::string_view path) {
  constexpr std::string_view kRoot = "/api/v1/streaming/";
  path.remove_prefix(std::min(kRoot.size(), path.size()));
  if (path.ends_with('/')) path.remove_suffix(1);
  std::string name(path);
  std::ranges::replace(name, '/', ':');
  return name;
}

Response upgrade_required() {
  auto response =
      refusal(426, "A WebSocket is spoken here; events for HTTP are below this address");
  response.headers.set("Upgrade", "websocket");
  response.headers.set("Sec-WebSocket-Version", "13");
  return response;
}

}  // namespace

Result<Response> open_web_socket(Node& node, const Call& call) {
  if (!wants_web_socket(call.request)) return upgrade_required();
  auto accepted = accept_web_socket(call.request);
  if (!accepted.ok()) return refusal(400, accepted.error().what);
  const auto params = TRY(Params::of_query(call.request));
  Listening listening{.secret = TRY(secret_in(call.request, params)),
                      .channel = {},
                      .dialect = Subscriber::Dialect::web_socket};
  if (const auto name = params.find("stream"); name && !name->empty()) {
    auto channel = parse_channel(*name, of_what(params));
    if (!channel.ok()) return refusal(400, channel.error().what);
    listening.channel = std::move(*channel);
  }
  auto subscriber = TRY(subscribe(node, call.request, listening));
  auto response = std::move(*accepted);
  // Chrome hangs up where a protocol that it named does not come back.
  if (const auto named = call.request.headers.find(kProtocol)) {
    response.headers.set(kProtocol, std::string(*named));
  }
  response.stream = web_socket_stream(node.live(), std::move(subscriber));
  return response;
}

Result<Response> send_events(Node& node, const Call& call) {
  const auto params = TRY(Params::of(call.request));  // Mastodon.py sends the tag as a body
  auto name = channel_in(call.request.path);
  if (name.starts_with("public") && params.flag("only_media").value_or(false)) name += ":media";
  auto channel = parse_channel(name, of_what(params));
  if (!channel.ok()) {
    const bool known = name.starts_with("hashtag") || name == "list";
    return refusal(known ? 400 : 404, channel.error().what);
  }
  auto subscriber = TRY(subscribe(node, call.request,
                                  {.secret = TRY(secret_in(call.request, params)),
                                   .channel = std::move(*channel),
                                   .dialect = Subscriber::Dialect::event_source}));
  auto response = text_answer(200, "text/event-stream; charset=utf-8", {});
  response.headers.set("Cache-Control", "no-store");
  response.headers.set("X-Accel-Buffering", "no");  // nginx
  // No empty line after what is no event: Mastodon.py would take it for one.
  subscriber->pipe().put(":)\n");
  response.stream = event_stream(std::move(subscriber));
  return response;
}

Result<Response> streaming_health(Node&, const Call&) {
  return text_answer(200, "text/plain; charset=utf-8", "OK");
}

}  // namespace hallway::api
