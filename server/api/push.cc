#include "server/api/push.h"

#include <algorithm>
#include <array>

#include "server/api.h"
#include "server/api/notifications.h"
#include "server/node.h"
#include "server/push.h"
#include "storage/push.h"

namespace hallway::api {
namespace {

constexpr auto kTypes = std::to_array<NotificationType>(
    {NotificationType::mention, NotificationType::follow, NotificationType::follow_request,
     NotificationType::reaction, NotificationType::boost, NotificationType::update,
     NotificationType::post, NotificationType::poll, NotificationType::emoji,
     NotificationType::sign_up, NotificationType::report});
constexpr auto kPolicies = std::to_array<std::string_view>({"all", "followed", "follower", "none"});

Json subscription_json(Node& node, const PushSubscription& subscription) {
  Json alerts = Json::object();
  for (const auto type : kTypes) alerts[type_for_clients(type)] = subscription.wants(type);
  // 48 bits, which every client can count with; the same as long as the token is.
  const auto id = number_at(as_bytes_view(subscription.token), 0) >> 16;
  return {{"id", std::to_string(id)},
          {"endpoint", subscription.endpoint.text()},
          {"standard", true},
          {"alerts", std::move(alerts)},
          {"policy", kPolicies.at(static_cast<size_t>(subscription.policy))},
          {"server_key", node.pusher().public_key()}};
}

// What is not said of an alert is no.
Result<void> take_wishes(const Params& params, PushSubscription& subscription) {
  subscription.alerts = 0;
  for (const auto type : kTypes) {
    const auto name = "data[alerts][" + std::string(type_for_clients(type)) + "]";
    if (params.flag(name).value_or(false)) subscription.alerts |= 1U << static_cast<unsigned>(type);
  }
  const auto policy = params.find("data[policy]").value_or(params.find("policy").value_or("all"));
  const auto found = std::ranges::find(kPolicies, policy);
  if (found == kPolicies.end()) {
    return fail(Code::invalid,
                "Validation failed: policy is none of all, followed, follower, none");
  }
  subscription.policy = static_cast<PushPolicy>(found - kPolicies.begin());
  return {};
}

Result<Iri> endpoint_in(Node& node, const Params& params) {
  const auto endpoint = Iri::parse(params.text("subscription[endpoint]"));
  if (!endpoint || !(endpoint->https() || node.config().federation.plain_http)) {
    return fail(Code::invalid, "Validation failed: Endpoint is no https address");
  }
  return *endpoint;
}

struct Asking {
  Caller caller;
  Digest token;
};
Result<Asking> asking(Node& node, const Request& request) {
  auto caller = TRY(caller_of(node, request, "push"));
  return Asking{std::move(caller), sha256(bearer_of(request).value_or(""))};
}

Error none() { return fail(Code::not_found, "this token has no subscription"); }

Result<Response> store(Node& node, const PushSubscription& subscription) {
  TRY(node.writer().apply([&](WriteTxn& txn) { return put_push_subscription(txn, subscription); }));
  return json_answer(subscription_json(node, subscription));
}

}  // namespace

Result<Response> subscribe_to_push(Node& node, const Call& call) {
  const auto who = TRY(asking(node, call.request));
  const auto params = TRY(Params::of(call.request));
  PushSubscription subscription{.person = who.caller.actor.id,
                                .token = who.token,
                                .endpoint = TRY(endpoint_in(node, params)),
                                .created = node.now()};
  subscription.p256dh =
      parse_base64url(params.text("subscription[keys][p256dh]")).value_or(std::string());
  subscription.auth =
      parse_base64url(params.text("subscription[keys][auth]")).value_or(std::string());
  if (!is_push_point(subscription.p256dh) || subscription.auth.size() != kPushAuthBytes) {
    return fail(Code::invalid, "Validation failed: the keys are no p256dh and auth of RFC 8291");
  }
  TRY(take_wishes(params, subscription));
  return store(node, subscription);
}

Result<Response> show_push_subscription(Node& node, const Call& call) {
  const auto who = TRY(asking(node, call.request));
  const auto found = find_push_subscription(TRY(node.read()), who.caller.actor.id, who.token);
  if (!found) return none();
  return json_answer(subscription_json(node, *found));
}

Result<Response> change_push_subscription(Node& node, const Call& call) {
  const auto who = TRY(asking(node, call.request));
  const auto params = TRY(Params::of(call.request));
  auto found = find_push_subscription(TRY(node.read()), who.caller.actor.id, who.token);
  if (!found) return none();
  TRY(take_wishes(params, *found));
  return store(node, *found);
}

Result<Response> unsubscribe_from_push(Node& node, const Call& call) {
  const auto who = TRY(asking(node, call.request));
  TRY(node.writer().apply(
      [&](WriteTxn& txn) { return erase_push_subscription(txn, who.caller.actor.id, who.token); }));
  return json_answer(Json::object());
}

}  // namespace hallway::api
