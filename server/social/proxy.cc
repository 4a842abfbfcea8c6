#include "server/social/proxy.h"

#include "federation/actor.h"
#include "federation/note.h"
#include "server/local_people.h"
#include "server/node.h"
#include "server/params.h"
#include "server/social/submission.h"

namespace hallway::social {
namespace {

constexpr RateLimits::Rule kRule{.most = 60, .window = minutes(1)};

Response document(std::string bytes) {
  auto response = text_answer(200, kActivityType, std::move(bytes));
  response.headers.set("Cache-Control", "private, no-store");
  return response;
}

Result<Response> document_here(Node& node, const api::Caller& caller, const Iri& iri) {
  const auto txn = TRY(node.read());
  if (const auto post = find_post(txn, iri)) {
    const auto author = find_actor(txn, post->author);
    if (!author || post->gone || !may_flow(txn, node.home(), *post, caller.destination())) {
      return fail(Code::not_found, "no such post, or not for them");
    }
    return document(dump_json(note_json(*post, *author, node.home())));
  }
  const auto actor = find_actor(txn, iri);
  if (actor && actor->local && may_be_shown(txn, node.home(), *actor)) {
    return document(dump_json(to_json(TRY(with_all_keys(node, *actor)), node.home())));
  }
  return fail(Code::not_found, "nothing here that is an actor or a post has this address");
}

}  // namespace

Result<Response> fetch_for_program(Node& node, const Call& call) {
  const auto caller = TRY(owner_of(node, call, "read"));
  const auto params = TRY(Params::of(call.request));
  const auto iri = Iri::parse(params.text("id"));
  if (!iri.ok()) return fail(Code::invalid, "id is the http(s) address of what is wanted");
  if (node.home().owns(*iri)) return document_here(node, caller, *iri);
  TRY(node.rate_limits().admit("proxy " + to_string(caller.actor.id), kRule, node.now()));
  auto found = TRY(node.fetcher().fetch_as(*iri, caller.actor.id));
  return document(std::move(found.bytes));
}

}  // namespace hallway::social
