#include "server/accept.h"
#include "server/activitypub.h"
#include "server/local_people.h"
#include "server/log.h"
#include "server/node.h"

namespace hallway {
namespace {

std::string_view name_of(Receipt::Outcome outcome) {
  switch (outcome) {
    case Receipt::Outcome::taken: return "taken";
    case Receipt::Outcome::seen_before: return "seen_before";
    case Receipt::Outcome::ignored: return "ignored";
    case Receipt::Outcome::unknown_type: return "unknown_type";
  }
  return "";
}

void note_refusal(Node& node, const Request& request, std::string_view why, std::string_view what) {
  node.counts().inbox_refused(why);
  node.refusals().note(request,
                       {node.now(), std::string(why), std::string(what), request.peer_address});
  log::info("inbox.refused", {{"code", why}, {"reason", what}, {"from", request.peer_address}});
}

void note_ignored(Node& node, const Request& request, const Receipt& receipt) {
  node.counts().inbox_ignored(receipt.why);
  node.refusals().note(request,
                       {node.now(), "ignored", receipt.type + ": " + std::string(receipt.why),
                        request.peer_address});
}

Result<Response> answer_to(Node& node, const Request& request, const Result<Receipt>& receipt) {
  if (!receipt) {
    note_refusal(node, request, name_of(receipt.error().code), receipt.error().what);
    return receipt.error();
  }
  node.counts().inbox(name_of(receipt->outcome));
  if (receipt->outcome == Receipt::Outcome::ignored) note_ignored(node, request, *receipt);
  log::debug(
      "inbox.answered",
      {{"outcome", name_of(receipt->outcome)}, {"type", receipt->type}, {"why", receipt->why}});
  return Response{.status = 202};
}

void receive(Node& node, const Request& request, const Finish& finish) {
  const auto type = request.headers.find("Content-Type").value_or("");
  if (!is_activity_type(type)) {
    note_refusal(node, request, "content_type", type.substr(0, 100));
    return finish(refusal(415, "an inbox takes application/activity+json"));
  }
  node.inbox().receive(request, [&node, &request, finish](const Result<Receipt>& receipt) {
    finish(answer_to(node, request, receipt));
  });
}

}  // namespace

void receive_shared(Node& node, const Call& call, const Finish& finish) {
  receive(node, call.request, finish);
}

void receive_personal(Node& node, const Call& call, const Finish& finish) {
  const auto txn = node.read();
  if (!txn) return finish(txn.error());
  const auto owner = find_local_actor(*txn, node.home(), call["name"]);
  if (!owner) {
    note_refusal(node, call.request, name_of(owner.error().code), owner.error().what);
    return finish(owner.error());
  }
  receive(node, call.request, finish);
}

}  // namespace hallway
