#include "server/social/outbox.h"

#include <algorithm>
#include <array>

#include "federation/note.h"
#include "server/accept.h"
#include "server/node.h"
#include "server/oauth/scopes.h"
#include "server/social/acts.h"
#include "server/social/writing.h"

namespace hallway::social {
namespace {

// What is asked for before it is known what is wanted: any scope that lets somebody do something.
constexpr std::string_view kAnyScope =
    "write write:accounts write:blocks write:favourites write:follows write:mutes write:reports "
    "write:statuses";

struct Row {
  std::string_view type;
  std::string_view scope;
  Result<Iri> (*act)(const Submission&);
};

// Every activity that does something here. Whatever else comes is kept and sent (do_other).
constexpr std::array kActs = {
    Row{"Create", "write:statuses", create},
    Row{"Update", "write:statuses", update},
    Row{"Delete", "write:statuses", remove},
    Row{"Follow", "write:follows", follow_somebody},
    Row{"Accept", "write:follows", answer_follow},
    Row{"Reject", "write:follows", answer_follow},
    Row{"Like", "write:favourites", like_post},
    Row{"EmojiReact", "write:favourites", like_post},
    Row{"Announce", "write:statuses", announce},
    Row{"Block", "write:blocks", keep_away},
    Row{"Ignore", "write:mutes", keep_away},
    Row{"Add", "write:accounts", add_to},
    Row{"Remove", "write:accounts", remove_from},
    Row{"Flag", "write:reports", flag},
    Row{"Undo", "write", undo},
};
constexpr Row kOther{"", "write", do_other};

// It would take more than what a token may do: moving away is for whoever runs the node.
constexpr std::string_view kMove = "Move";

// Those of the vocabulary (AS2 §3) that may stand without an object.
constexpr std::array<std::string_view, 3> kIntransitive = {"Arrive", "Travel",
                                                           "IntransitiveActivity"};

const Row& row_of(std::string_view type) {
  const auto row = std::ranges::find(kActs, type, &Row::type);
  return row == kActs.end() ? kOther : *row;
}

bool is_activity(const Json& body, std::string_view type) {
  if (is_post_type(type)) return false;  // a Question too: one asks it by a Create
  return &row_of(type) != &kOther ||
         std::ranges::find(kIntransitive, type) != kIntransitive.end() ||
         find_member(body, "object") || find_member(body, "actor");
}

// ActivityPub §6.2.1: an object alone is what somebody wants created, for those it is for.
Json in_create(Json object) {
  Json create{{"type", "Create"}};
  for (const auto* key : {"to", "cc", "bto", "bcc", "audience"}) {
    if (object.contains(key)) create[key] = object[key];
  }
  create["object"] = std::move(object);
  return create;
}

bool is_json(std::string_view content_type) {
  auto media = content_type.substr(0, content_type.find(';'));
  while (media.ends_with(' ')) media.remove_suffix(1);
  return media == "application/activity+json" || media == "application/ld+json" ||
         media == "application/json";
}

Result<Json> read_activity(const Request& request) {
  auto body = TRY(parse_json(request.body));
  if (!body.is_object()) return fail(Code::invalid, "an activity is a JSON object");
  const auto type = type_of(body);
  if (type.empty()) return fail(Code::invalid, "the activity has no type");
  if (!is_activity(body, type)) return in_create(std::move(body));
  return body;
}

Result<Response> created(Node& node, const Iri& activity) {
  const auto txn = TRY(node.read());
  const auto seq = find_seen(txn, activity.text());
  auto response =
      text_answer(201, kActivityType, seq ? find_payload(txn, *seq).value_or("") : std::string());
  response.headers.set("Location", activity.text());
  return response;
}

}  // namespace

Result<Response> post_to_outbox(Node& node, const Call& call) {
  const auto caller = TRY(owner_of(node, call, kAnyScope));
  if (!is_json(call.request.headers.find("Content-Type").value_or(""))) {
    return problem(415, "an outbox takes application/activity+json, or application/ld+json");
  }
  Submission submission{.node = node, .caller = caller, .type = {}, .activity = {}};
  submission.activity = TRY(read_activity(call.request));
  submission.type = type_of(submission.activity);
  if (submission.type == kMove) {
    return fail(Code::forbidden, "an account is moved by whoever runs the node");
  }
  const auto& row = row_of(submission.type);
  const bool whose_self =
      submission.type == "Update" && iri_of(submission.object()) == caller.actor.iri;
  const auto scope = whose_self ? std::string_view("write:accounts") : row.scope;
  if (!has_scope(caller.scopes, scope)) {
    return fail(Code::forbidden,
                "This action is outside the authorized scopes: it needs " + std::string(scope));
  }
  return created(node, TRY(row.act(submission)));
}

}  // namespace hallway::social
