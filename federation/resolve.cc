#include "federation/resolve.h"

#include "federation/actor.h"
#include "federation/approval.h"
#include "federation/discover.h"
#include "federation/fetched_post.h"
#include "federation/note.h"
#include "storage/names.h"
#include "storage/values/elapsed.h"

namespace hallway {
namespace {

constexpr Duration kFresh = days(1);

bool is_fresh(const Actor& actor, Time now, Duration max_age) {
  return actor.local || !has_passed(actor.fetched, max_age, now);
}

Resolver::Found found(Kind kind, Id id) {
  if (kind == Kind::actor) return {.actor = id, .post = {}};
  if (kind == Kind::post) return {.actor = {}, .post = id};
  return {};
}

// Their server is not asked, whatever is known of them may be as old as it likes.
Error suspended(const Actor& actor) {
  return fail(Code::forbidden, actor.iri.text() + " is suspended here");
}

bool is_found(const Resolver::Found& found) { return found.actor || found.post; }

}  // namespace

Result<Actor> Resolver::resolve(const Handle& handle) {
  auto there = TRY(known(handle));
  if (handle.domain == parts_.home.domain) {
    if (!there || !there->local) return fail(Code::not_found, "nobody here is " + handle.name);
    return *std::move(there);
  }
  if (there && there->suspended) return suspended(*there);
  const auto now = parts_.clock.now();
  if (there && there->checked_handle && !there->gone && is_fresh(*there, now, kFresh)) {
    return *std::move(there);
  }
  const bool https = parts_.home.base.https();
  const auto answer = TRY(ask_handle(parts_.fetcher, handle, https));
  const auto self = self_of(answer.jrd);
  if (!self) return fail(Code::not_found, to_string(handle) + " has no ActivityPub actor");
  auto read = TRY(read_actor(*self));
  const auto canonical = TRY(canonical_handle(parts_.fetcher, read, https, answer));
  // An alias may lead to somebody, but only by their true name (attack 21).
  if (!(subject_of(answer.jrd).value_or(handle) == canonical)) {
    return fail(Code::invalid, to_string(handle) + " is not a handle of " + to_string(canonical));
  }
  return store(std::move(read), canonical);
}

Result<Actor> Resolver::resolve_actor(const Iri& iri, Duration max_age) {
  auto there = TRY(known(iri));
  if (there && there->gone) return fail(Code::gone, iri.text() + " was deleted");
  if (there && there->suspended) return suspended(*there);
  if (there && is_fresh(*there, parts_.clock.now(), max_age)) return *std::move(there);
  if (parts_.home.owns(iri)) return fail(Code::not_found, "no actor here at " + iri.text());
  auto read = read_actor(iri);
  if (!read && read.error().retryable() && there && max_age.ms > 0) return *std::move(there);
  return check_and_store(TRY(std::move(read)));
}

Result<Resolver::Found> Resolver::resolve_address(const Iri& iri) {
  const auto here = TRY(find_here(iri));
  if (is_found(here)) return here;
  if (parts_.home.owns(iri)) return fail(Code::not_found, "nothing here at " + iri.text());
  const auto document = TRY(parts_.fetcher.fetch(iri));
  if (document.url != iri) {
    const auto by_id = TRY(find_here(document.url));
    if (is_found(by_id)) return by_id;
  }
  if (is_post_type(type_of(document.json))) {
    return found(Kind::post, TRY(take_post(document, 0)).id);
  }
  return found(Kind::actor, TRY(check_and_store(TRY(parse_actor(document.json)))).id);
}

Result<Post> Resolver::take_post(const Document& document, uint32_t depth) {
  // Before its author is asked: what is no post is nobody's.
  const auto note = TRY(parse_note(document.json, {}));
  const auto author = TRY(resolve_actor(note.author));
  // What it answers may come, and say who may answer it, while its approval is looked up.
  for (int look = 0; look < 2; ++look) {
    const auto approval = TRY(check_approval(document, note.post, author));
    const auto now = parts_.clock.now();
    auto post = parts_.writer.apply([&](WriteTxn& txn) {
      return take_fetched({txn, parts_.home, parts_.random, parts_.keys, now}, document, author,
                          depth, approval);
    });
    if (post || post.error().code != Code::conflict) return post;
  }
  return fail(Code::unavailable, document.url.text() + " changes what it needs all the time");
}

Result<Approval> Resolver::check_approval(const Document& document, const Post& reply,
                                          const Actor& author) {
  const auto needed = approval_needed(TRY(parts_.store.read()), reply, author.iri);
  if (!needed) return Approval::unneeded;
  const auto refused =
      fail(Code::forbidden, reply.iri.text() + " was not approved by " + needed->author.text());
  const auto at = approval_of(document.json, *needed);
  if (!at) return refused;
  const auto approval = TRY(parts_.fetcher.fetch(*at));
  const bool theirs = approval.url.same_origin(needed->author);
  if (!theirs || !approves(approval.json, *needed, reply.iri)) return refused;
  return Approval::given;
}

Result<Actor> Resolver::read_actor(const Iri& iri) {
  const auto document = TRY(parts_.fetcher.fetch(iri));
  return parse_actor(document.json);
}

// An actor without WebFinger is an actor; only its handle is then not more than a claim.
Result<Actor> Resolver::check_and_store(Actor read) {
  const auto there = TRY(known(read.iri));
  if (there && there->checked_handle && there->name == read.name) {
    return store(std::move(read), std::nullopt);
  }
  const auto canonical = canonical_handle(parts_.fetcher, read, parts_.home.base.https());
  return store(std::move(read), canonical ? std::optional<Handle>(*canonical) : std::nullopt);
}

Result<Actor> Resolver::store(Actor read, const std::optional<Handle>& checked) {
  if (checked) {
    read.name = checked->name;
    read.domain = checked->domain.text();
  }
  const auto now = parts_.clock.now();
  return parts_.writer.apply(
      [&](WriteTxn& txn) { return store_remote_actor(txn, read, checked.has_value(), now); });
}

Result<std::optional<Actor>> Resolver::known(const Iri& iri) const {
  const auto txn = TRY(parts_.store.read());
  return find_actor(txn, iri);
}

Result<std::optional<Actor>> Resolver::known(const Handle& handle) const {
  const auto txn = TRY(parts_.store.read());
  return find_actor_by_handle(txn, handle.name, handle.domain.text());
}

Result<Resolver::Found> Resolver::find_here(const Iri& iri) const {
  const auto txn = TRY(parts_.store.read());
  if (const auto named = find_named(txn, iri)) return found(named->kind, named->id);
  if (!parts_.home.owns(iri)) return Found{};
  return find_local_page(txn, iri);
}

// "/@alice" and "/@alice/1": pages are named after what they show.
Resolver::Found Resolver::find_local_page(const ReadTxn& txn, const Iri& iri) const {
  auto path = iri.path();
  if (!path.starts_with("/@")) return {};
  path.remove_prefix(2);
  const size_t slash = path.find('/');
  const auto actor = find_actor_by_handle(txn, path.substr(0, slash), parts_.home.domain.text());
  if (!actor || !actor->local) return {};
  if (slash == std::string_view::npos) return found(Kind::actor, actor->id);
  const auto id = parse_id(path.substr(slash + 1));
  const auto post = id ? find_post(txn, *id) : std::nullopt;
  return post && post->author == actor->id ? found(Kind::post, post->id) : Found{};
}

}  // namespace hallway
