#include "federation/report.h"

#include <algorithm>

#include "federation/deliver.h"
#include "federation/note.h"
#include "federation/plain_text.h"
#include "storage/notifications.h"

namespace hallway {
namespace {

constexpr size_t kMostAnHour = 20;
constexpr size_t kMostReported = 200;

// What a Flag names that is here: an actor, or posts, whose author is then meant.
struct Named {
  std::optional<Actor> target;
  std::vector<Id> posts;
};

Named named_here(const Inbound& in) {
  Named named;
  std::vector<Post> posts;
  size_t looked_at = 0;
  for (const auto& iri : find_iris(in.activity, "object")) {
    if (++looked_at > kMostReported) break;
    if (!in.home.owns(iri)) continue;
    if (auto post = find_post(in.txn, iri); post && !post->gone) {
      posts.push_back(std::move(*post));
    } else if (auto actor = find_actor(in.txn, iri); actor && actor->local && !named.target) {
      named.target = std::move(actor);
    }
  }
  if (!named.target && !posts.empty()) named.target = find_actor(in.txn, posts.front().author);
  for (const auto& post : posts) {
    if (named.posts.size() == kMostReportedPosts) break;
    if (named.target && post.author == named.target->id) named.posts.push_back(post.id);
  }
  return named;
}

bool is_flooding(const ReadTxn& txn, Id reporter, Time now) {
  size_t theirs = 0;
  scan_reports(txn, [&](const Report& report) {
    if (report.at > now) return true;  // of a clock that was ahead
    if (report.at < now - hours(1)) return false;
    theirs += report.reporter == reporter;
    return theirs < kMostAnHour;
  });
  return theirs >= kMostAnHour;
}

std::string comment_of(const Json& flag) {
  auto text = find_text(flag, "content");
  if (text.empty()) text = find_text(flag, "summary");  // Lemmy
  return std::string(utf8_prefix(clean_text(text), kMostReportComment));
}

// The target's node hears it from this node.
Result<void> forward(Local& local, const Report& report, const Actor& target) {
  auto instance = find_actor(local.txn, local.home.instance_actor());
  if (!instance) return fail(Code::corrupt, "the store has no instance actor");
  Json objects = Json::array({target.iri.text()});
  for (const auto id : report.posts) {
    if (const auto post = find_post(local.txn, id)) objects.push_back(post->iri.text());
  }
  Local node{local.txn, local.home, local.random, local.keys, local.now, *std::move(instance)};
  const auto recorded = TRY(record_activity(node, {{"type", "Flag"},
                                                   {"object", std::move(objects)},
                                                   {"content", report.comment},
                                                   {"to", Json::array({target.iri.text()})}}));
  TRY(owe(local.txn, local.home, {.activity = recorded.seq, .recipients = {target.id}},
          node.actor.id, local.now));
  return {};
}

std::vector<Id> reported_posts(const Local& local, const NewReport& fresh) {
  std::vector<Id> posts;
  const auto me = Destination::to_person(local.actor.id);
  for (const auto id : fresh.posts) {
    const auto post = find_post(local.txn, id);
    if (!post || post->gone || post->author != fresh.target) continue;
    if (may_flow(local.txn, local.home, *post, me)) posts.push_back(id);
  }
  return posts;
}

Result<void> tell_staff(WriteTxn& txn, const Report& report) {
  return notify_staff(txn, {.type = NotificationType::report,
                            .actor = report.reporter,
                            .at = report.at,
                            .report = report.id});
}

}  // namespace

Result<void> receive_flag(Inbound& in) {
  auto named = named_here(in);
  if (!named.target || !named.target->local) {
    in.ignored = "reports nobody here";
    return {};
  }
  if (is_flooding(in.txn, in.actor.id, in.now)) {
    in.ignored = "reports too often";
    return {};
  }
  TRY(take(in));
  Report report{.iri = in.name(),
                .reporter = in.actor.id,
                .target = named.target->id,
                .posts = std::move(named.posts),
                .comment = comment_of(in.activity),
                .at = in.now};
  TRY(put_report(in.txn, report));
  return tell_staff(in.txn, report);
}

Result<Report> report(Local& local, const NewReport& fresh) {
  const auto target = find_actor(local.txn, fresh.target);
  if (!target || target->gone) return fail(Code::not_found, "no such account");
  if (target->id == local.actor.id) return fail(Code::invalid, "nobody can report themselves");
  if (fresh.comment.size() > kMostReportComment || fresh.posts.size() > kMostReportedPosts) {
    return fail(Code::invalid, "a report holds at most 5,000 bytes of text and 100 posts");
  }
  Report made{.reporter = local.actor.id,
              .target = target->id,
              .posts = reported_posts(local, fresh),
              .comment = clean_text(fresh.comment),
              .category = fresh.category,
              .at = local.now,
              .forwarded = fresh.forward && !target->local};
  // For the log; it is sent to nobody.
  const auto recorded =
      TRY(record_activity(local, {{"type", "Flag"}, {"object", target->iri.text()}}));
  made.iri = recorded.id;
  TRY(put_report(local.txn, made));
  TRY(tell_staff(local.txn, made));
  if (made.forwarded) TRY(forward(local, made, *target));
  return made;
}

Result<Report> resolve_report(WriteTxn& txn, Id id, std::string_view resolution, Time now) {
  auto report = find_report(txn, id);
  if (!report) return fail(Code::not_found, "there is no report " + to_string(id));
  if (report->is_open()) report->resolved = now;
  report->resolution = utf8_prefix(resolution, kMostReportComment);
  TRY(put_report(txn, *report));
  return std::move(*report);
}

}  // namespace hallway
