#include "server/activitypub.h"

#include <algorithm>

#include "federation/actor.h"
#include "federation/collections.h"
#include "federation/context.h"
#include "federation/emoji.h"
#include "federation/interaction.h"
#include "federation/note.h"
#include "federation/post_collections.h"
#include "federation/quote.h"
#include "federation/quote_link.h"
#include "federation/synchronize.h"
#include "federation/work_profile.h"
#include "server/accept.h"
#include "server/local_people.h"
#include "server/node.h"
#include "server/params.h"
#include "server/social/objects.h"
#include "server/viewer.h"
#include "storage/follows.h"
#include "storage/log.h"
#include "storage/own_emojis.h"
#include "storage/reactions.h"

namespace hallway {
namespace {

Response activity_answer(std::string bytes, Form form) {
  return text_answer(200, form == Form::linked_data ? kLinkedDataType : kActivityType,
                     std::move(bytes));
}

Response activity_answer(Json document, Form form) {
  if (!find_member(document, "@context")) document["@context"] = context_for(document);
  return activity_answer(dump_json(document), form);
}

// As consent_iri writes it.
std::optional<Digest> parse_digest(std::string_view text) {
  const auto bytes = parse_hex(text);
  Digest digest{};
  if (!bytes || bytes->size() != digest.size()) return std::nullopt;
  std::ranges::transform(*bytes, digest.begin(), [](char c) { return static_cast<uint8_t>(c); });
  return digest;
}

std::optional<Form> form_of(const Request& request) {
  return negotiate(request.headers.find("Accept"), Form::activity);
}

const char* const kNotServed = "this is served as application/activity+json";

std::optional<Id> page_of(const Params& params) {
  if (!params.find("page")) return std::nullopt;
  return params.id("page");  // "true" is the first
}

Result<Response> show_collection(Node& node, const Call& call, const Actor& actor, Collection which,
                                 const Viewer& viewer) {
  const auto form = form_of(call.request);
  if (!form) return refusal(406, kNotServed);
  const auto params = TRY(Params::of_query(call.request));
  const auto page = page_of(params);
  const auto txn = TRY(node.read());
  return activity_answer(
      collection_json(txn, node.home(), {actor, viewer.destination()}, which, page), *form);
}

Result<Response> show_collection(Node& node, const Call& call, Collection which) {
  const auto viewer = TRY(Viewer::of(node, call.request));
  const auto actor = TRY(find_local_actor(TRY(node.read()), node.home(), call["name"]));
  return show_collection(node, call, actor, which, viewer);
}

Result<Post> find_visible_post(const ReadTxn& txn, Node& node, const Call& call,
                               const Viewer& viewer) {
  const auto id = parse_id(call["id"]).value_or(Id{});
  auto post = find_post(txn, id);
  const auto expected = node.home().base.text() + "users/" + std::string(call["name"]) +
                        "/statuses/" + std::string(call["id"]);
  if (!post || !post->local || post->iri.text() != expected ||
      !may_flow(txn, node.home(), *post, viewer.destination())) {
    return fail(Code::not_found, "no such post, or not for them");
  }
  return std::move(*post);
}

Result<Response> object_answer(const ReadTxn& txn, Node& node, const Post& post, Form form) {
  const auto author = find_actor(txn, post.author);
  if (!author) return fail(Code::corrupt, "post " + to_string(post.id) + " has no author");
  auto response = activity_answer(note_json(post, *author, node.home()), form);
  if (post.gone) response.status = 410;
  return response;
}

// The post that a logged activity tells of, if its kind may be shown at all.
std::optional<Post> post_told_of(const ReadTxn& txn, const LogEntry& entry) {
  if (entry.type != "Create" && entry.type != "Update" && entry.type != "Announce") {
    return std::nullopt;
  }
  const auto object = Iri::parse(entry.object);
  if (!object) return std::nullopt;
  auto post = find_post(txn, *object);
  if (!post || post->gone) return std::nullopt;
  return post;
}

bool boost_is_open(const ReadTxn& txn, const LogEntry& entry) {
  const auto iri = Iri::parse(entry.activity);
  const auto boost = iri ? find_boost(txn, *iri) : std::nullopt;
  return boost &&
         (boost->visibility == Visibility::public_ || boost->visibility == Visibility::unlisted);
}

Result<Response> activity_of_log(const ReadTxn& txn, Node& node, const LogEntry& entry,
                                 const Viewer& viewer, Form form) {
  const auto post = post_told_of(txn, entry);
  const bool of_post = post && may_flow(txn, node.home(), *post, viewer.destination()) &&
                       (entry.type != "Announce" || boost_is_open(txn, entry));
  if (!of_post && !social::may_see_activity(txn, node.home(), entry, viewer.destination())) {
    return fail(Code::not_found, "no such activity, or not for them");
  }
  auto payload = find_payload(txn, entry.seq);
  if (!payload) return fail(Code::not_found, "the activity was erased");
  return activity_answer(std::move(*payload), form);
}

// Whether a node signs for it that is told what is not public of the actor's work. The document is
// answered to everybody: keys are verified with it, those of whoever asks included.
Result<bool> may_learn_more(Node& node, const Request& request, const Actor& actor) {
  if (actor.work.empty() || actor.work.reach == Label::public_) return false;
  if (actor.work.reach == Label::department || !request.headers.find("Signature")) return false;
  const auto viewer = Viewer::of(node, request);
  if (!viewer.ok() || viewer->destination().kind != Destination::Kind::domain) return false;
  const auto txn = TRY(node.read());
  return may_learn_work(txn, node.home(), actor, viewer->destination()).allowed;
}

}  // namespace

Result<Response> show_actor(Node& node, const Call& call) {
  const auto form = form_of(call.request);
  if (!form) return refusal(406, kNotServed);
  const auto actor = TRY(find_local_actor(TRY(node.read()), node.home(), call["name"]));
  if (*form == Form::page) return redirect(302, node.home().profile(actor.name).text());
  auto document = to_json(TRY(with_all_keys(node, actor)), node.home());
  if (TRY(may_learn_more(node, call.request, actor))) add_work(document, actor.work);
  return activity_answer(std::move(document), *form);
}

Result<Response> show_instance_actor(Node& node, const Call& call) {
  const auto form = form_of(call.request);
  if (!form) return refusal(406, kNotServed);
  if (*form == Form::page) return redirect(302, node.home().base.text());
  const auto actor = TRY(find_instance_actor(TRY(node.read()), node.home()));
  return activity_answer(to_json(actor, node.home()), *form);
}

Result<Response> show_followers(Node& node, const Call& call) {
  return show_collection(node, call, Collection::followers);
}
Result<Response> show_partial_followers(Node& node, const Call& call) {
  const auto form = form_of(call.request);
  if (!form) return refusal(406, kNotServed);
  const auto viewer = TRY(Viewer::of(node, call.request));
  const auto asker = viewer.destination();
  if (asker.kind != Destination::Kind::domain) {
    return fail(Code::unauthenticated, "only a node is told which of its people follow");
  }
  const auto txn = TRY(node.read());
  const auto actor = TRY(find_local_actor(txn, node.home(), call["name"]));
  Json items = Json::array();
  for (const auto& follower : list_followers_at(txn, actor.id, asker.domain)) {
    items.push_back(follower.iri.text());
  }
  return activity_answer({{"id", partial_followers(actor).text()},
                          {"type", "OrderedCollection"},
                          {"totalItems", items.size()},
                          {"orderedItems", std::move(items)}},
                         *form);
}
Result<Response> show_following(Node& node, const Call& call) {
  return show_collection(node, call, Collection::following);
}
Result<Response> show_outbox(Node& node, const Call& call) {
  return show_collection(node, call, Collection::outbox);
}
Result<Response> show_featured(Node& node, const Call& call) {
  return show_collection(node, call, Collection::featured);
}
Result<Response> show_featured_tags(Node& node, const Call& call) {
  return show_collection(node, call, Collection::featured_tags);
}
Result<Response> show_liked(Node& node, const Call& call) {
  return show_collection(node, call, Collection::liked);
}

Result<Response> show_instance_collection(Node& node, const Call& call) {
  constexpr std::pair<std::string_view, Collection> kNames[] = {
      {"followers", Collection::followers}, {"following", Collection::following},
      {"outbox", Collection::outbox},       {"featured", Collection::featured},
      {"tags", Collection::featured_tags},  {"liked", Collection::liked}};
  for (const auto& [name, which] : kNames) {
    if (name != call["collection"]) continue;
    const auto actor = TRY(find_instance_actor(TRY(node.read()), node.home()));
    return show_collection(node, call, actor, which, Viewer());
  }
  return fail(Code::not_found, "the instance actor has no such collection");
}

Result<Response> show_object(Node& node, const Call& call) {
  const auto form = form_of(call.request);
  if (!form) return refusal(406, kNotServed);
  if (*form == Form::page) {
    return redirect(302, node.home().base.text() + "@" + percent_encode(call["name"]) + "/" +
                             percent_encode(call["id"]));
  }
  const auto viewer = TRY(Viewer::of(node, call.request));
  const auto txn = TRY(node.read());
  const auto post = TRY(find_visible_post(txn, node, call, viewer));
  return object_answer(txn, node, post, *form);
}

Result<Response> show_post_collection(Node& node, const Call& call) {
  const auto form = form_of(call.request);
  if (!form) return refusal(406, kNotServed);
  const auto which = parse_post_collection(call["collection"]);
  if (!which) return fail(Code::not_found, "posts have no such collection");
  const auto params = TRY(Params::of_query(call.request));
  const auto viewer = TRY(Viewer::of(node, call.request));
  const auto txn = TRY(node.read());
  const auto post = TRY(find_visible_post(txn, node, call, viewer));
  if (post.gone) return fail(Code::gone, "the post was deleted");
  if (which == PostCollection::context && !post.in_reply_to.empty()) {
    return fail(Code::not_found, "the post begins no thread");
  }
  const PostCollectionView view{post, viewer.destination(), *which};
  return activity_answer(post_collection_json(txn, node.home(), view, page_of(params)), *form);
}

Result<Response> show_consent(Node& node, const Call& call) {
  const auto form = form_of(call.request);
  if (!form) return refusal(406, kNotServed);
  const auto viewer = TRY(Viewer::of(node, call.request));
  const auto txn = TRY(node.read());
  const auto post = TRY(find_visible_post(txn, node, call, viewer));
  const auto author = find_actor(txn, post.author);
  const auto digest = parse_digest(call["digest"]);
  const auto consent = digest && author ? find_consent(txn, post.id, *digest) : std::nullopt;
  if (!consent || post.gone) return fail(Code::not_found, "no such consent, or not for them");
  return activity_answer(
      consent_json(consent_iri(post, consent->quoting), author->iri, consent->quoting, post.iri),
      *form);
}

Result<Response> show_create(Node& node, const Call& call) {
  const auto form = form_of(call.request);
  if (!form) return refusal(406, kNotServed);
  const auto viewer = TRY(Viewer::of(node, call.request));
  const auto txn = TRY(node.read());
  const auto post = TRY(find_visible_post(txn, node, call, viewer));
  const auto entry = find_log(txn, post.document);
  if (!entry) return fail(Code::not_found, "its activity is unknown");
  return activity_of_log(txn, node, *entry, viewer, *form);
}

Result<Response> show_activity(Node& node, const Call& call) {
  const auto form = form_of(call.request);
  if (!form) return refusal(406, kNotServed);
  const auto viewer = TRY(Viewer::of(node, call.request));
  const auto txn = TRY(node.read());
  // Ids of our activities end in their log sequence number (federation/act.cc).
  const auto id = parse_id(call["id"]).value_or(Id{});
  const auto entry = find_log(txn, id.value);
  const auto expected = node.home().base.text() + "users/" + std::string(call["name"]) +
                        "/activities/" + std::string(call["id"]);
  if (!entry || entry->source != Source::local || entry->activity != expected) {
    return fail(Code::not_found, "no such activity");
  }
  TRY(find_local_actor(txn, node.home(), call["name"]));
  return activity_of_log(txn, node, *entry, viewer, *form);
}

Result<Response> show_authorization(Node& node, const Call& call) {
  const auto form = form_of(call.request);
  if (!form) return refusal(406, kNotServed);
  const auto viewer = TRY(Viewer::of(node, call.request));
  const auto txn = TRY(node.read());
  const auto author = TRY(find_local_actor(txn, node.home(), call["name"]));
  auto shown =
      TRY(authorization(txn, node.home(), author, parse_id(call["id"]).value_or(Id{}).value));
  const auto target = find_iri(shown, "interactionTarget");
  const auto post = target ? find_post(txn, *target) : std::nullopt;
  if (!post || !may_flow(txn, node.home(), *post, viewer.destination())) {
    return fail(Code::not_found, "no such authorization, or not for them");
  }
  return activity_answer(std::move(shown), *form);
}

Result<Response> show_emoji(Node& node, const Call& call) {
  const auto form = form_of(call.request);
  if (!form) return refusal(406, kNotServed);
  const auto one = find_own_emoji(TRY(node.read()), call["name"]);
  if (!one || one->disabled || one->name != call["name"]) {
    return fail(Code::not_found, "no such emoji");
  }
  Json object = emoji_tags({{one->name, one->url}}, node.home()).front();
  object["updated"] = to_rfc3339(one->updated);
  object["icon"]["mediaType"] = one->media_type;
  return activity_answer(std::move(object), *form);
}

}  // namespace hallway
