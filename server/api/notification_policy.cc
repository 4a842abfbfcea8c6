#include "server/api/notification_policy.h"

#include "server/api.h"
#include "server/node.h"
#include "storage/notification_policy.h"
#include "storage/notification_requests.h"

namespace hallway::api {
namespace {

constexpr size_t kMostCounted = 100;

struct Member {
  std::string_view name;
  Judgement NotificationPolicy::*member;
};
constexpr Member kMembers[] = {
    {"for_not_following", &NotificationPolicy::not_following},
    {"for_not_followers", &NotificationPolicy::not_followers},
    {"for_new_accounts", &NotificationPolicy::new_accounts},
    {"for_private_mentions", &NotificationPolicy::private_mentions},
    {"for_limited_accounts", &NotificationPolicy::limited_accounts},
};

// Of what waits; counted up to a hundred, which is as good as many.
Json summary_json(const ReadTxn& txn, Id person) {
  size_t requests = 0, mentions = 0;
  scan_requests(txn, person, Id{}, [&](const NotificationRequest& one) {
    mentions += one.mentions;
    return ++requests < kMostCounted;
  });
  return {{"pending_requests_count", requests},
          {"pending_notifications_count", std::min(mentions, kMostCounted)}};
}

Json policy_json(const ReadTxn& txn, Id person) {
  const auto policy = find_notification_policy(txn, person);
  Json out = Json::object();
  for (const auto& [name, member] : kMembers) out[std::string(name)] = name_of(policy.*member);
  out["summary"] = summary_json(txn, person);
  return out;
}

Result<void> read_into(NotificationPolicy& policy, const Params& params) {
  for (const auto& [name, member] : kMembers) {
    const auto said = params.find(name);
    if (!said) continue;
    const auto judgement = parse_judgement(*said);
    if (!judgement) {
      return fail(Code::invalid, std::string(name) + " must be accept, filter or drop");
    }
    policy.*member = *judgement;
  }
  return {};
}

}  // namespace

Result<Response> show_notification_policy(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:notifications"));
  return json_answer(policy_json(TRY(node.read()), caller.actor.id));
}

Result<Response> change_notification_policy(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:notifications"));
  const auto params = TRY(Params::of(call.request));
  TRY(node.writer().apply([&](WriteTxn& txn) -> Result<void> {
    auto policy = find_notification_policy(txn, caller.actor.id);
    TRY(read_into(policy, params));
    return put_notification_policy(txn, caller.actor.id, policy);
  }));
  return json_answer(policy_json(TRY(node.read()), caller.actor.id));
}

}  // namespace hallway::api
