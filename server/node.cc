#include "server/node.h"

#include <latch>

#include "federation/actor.h"
#include "federation/block.h"
#include "federation/vote.h"
#include "server/answer.h"
#include "server/asking.h"
#include "server/audit.h"
#include "server/body.h"
#include "server/disk_use.h"
#include "server/log.h"
#include "server/media_files.h"
#include "server/open_blobs.h"
#include "server/routes.h"
#include "server/scheduled.h"
#include "server/topic_watch.h"
#include "server/uploads.h"
#include "storage/accounts.h"
#include "storage/actors.h"
#include "storage/apps.h"
#include "storage/blocks.h"
#include "storage/delivery_hours.h"
#include "storage/log.h"
#include "storage/media.h"
#include "storage/outcomes.h"
#include "storage/reports.h"
#include "storage/set_back.h"
#include "storage/tokens.h"
#include "storage/votes.h"

namespace hallway {
namespace {

// Seen activities are kept 30 days beyond the signature window (12 h, and 1 h of skew).
constexpr Duration kSeenKept = Duration{days(30).ms + hours(13).ms};
constexpr Duration kOutcomesKept = days(30);  // of deliveries
constexpr Duration kUnusedAppsKept = days(30);
constexpr size_t kForgottenAtOnce = 10'000;
constexpr size_t kFetchesAtOnce = 16;
constexpr int kErasuresAtOnce = 50;   // transactions a minute
constexpr size_t kPollsAtOnce = 100;  // a transaction each
constexpr int kSlicesAtOnce = 100;    // of a migration, likewise

// Where a change may be one for the workers.
Tables owed_tables() {
  Tables tables;
  for (const auto table : {Table::deliveries, Table::deliveries_due, Table::peers, Table::peers_due,
                           Table::fetches, Table::fetches_due, Table::media, Table::pushes_due}) {
    tables.set(static_cast<size_t>(table));
  }
  return tables;
}

Result<Home> home_as_set(const Config& config) {
  const auto mode = config.node.mode == FederationMode::open ? Mode::open : Mode::allowlist;
  auto home =
      TRY(Home::of(config.node.domain.text(), /*https=*/!config.federation.plain_http, mode));
  if (!config.node.name.empty()) home.name = config.node.name;
  home.description = config.node.description;
  return home;
}

}  // namespace

Node::Node(const Config& config, Home home, NodeParts parts)
    : config_(config),
      home_(std::move(home)),
      parts_(parts),
      counts_(metrics_),
      api_limits_(config_.limits) {}

Node::~Node() {
  on_work(nullptr);
  if (writer_) (void)refusals_.save(*store_, *writer_, now());
}

Result<std::unique_ptr<Node>> Node::open(const std::filesystem::path& dir, const Config& config,
                                         NodeParts parts) {
  auto home = TRY(home_as_set(config));
  std::unique_ptr<Node> node(new Node(config, std::move(home), parts));
  TRY(node->open_store(dir));
  TRY(node->claim_store());
  TRY(node->learn_media_key());
  TRY(node->assemble());
  return node;
}

Result<void> Node::open_store(const std::filesystem::path& dir) {
  StoreOptions options;
  if (config_.storage.map_bytes) options.map_bytes = config_.storage.map_bytes;
  store_ = TRY(Store::open(dir, options));
  blobs_ = make_blobs(dir, config_, {parts_.storage, parts_.clock});
  live_ = std::make_unique<Live>(home_, *store_, parts_.clock);
  search_index_ = std::make_unique<SearchIndex>(dir / "search");
  writer_ = std::make_unique<Writer>(*store_);
  indexer_ = std::make_unique<Indexer>(*store_, *writer_, parts_.clock, *search_index_);
  writer_->on_commit([this](const Tables& written) {
    if ((written & owed_tables()).any()) ring();
    live_->committed(written);
    indexer_->committed(written);
  });
  return {};
}

// A store whose ids begin with another origin cannot be served: nobody could look them up here.
// One in which nothing has happened yet may still change its address.
Result<void> Node::claim_store() {
  {
    const auto txn = TRY(read());
    if (find_actor(txn, home_.instance_actor())) return {};
    std::string other;
    const auto entry = find_log(txn, 1);
    if (entry && entry->source == Source::local) other = entry->actor;
    for_each_local_actor(txn, [&](const Actor& actor) {
      if (!home_.owns(actor.iri)) other = actor.iri.text();
    });
    if (!other.empty()) {
      return fail(Code::invalid, "this store belongs to another domain: it holds " + other +
                                     ", but the configuration says " + home_.base.text());
    }
  }
  return make_instance_actor();
}

Result<void> Node::make_instance_actor() {
  const auto keys = TRY(new_keys());
  return writer_->apply([&](WriteTxn& txn) -> Result<void> {
    auto actor = local_actor(home_, kInstanceActorName, now());
    actor.display_name = home_.domain.text();
    TRY(put_actor(txn, actor, now()));  // gives it the id that its keys are stored under
    TRY(store_keys(txn, actor, keys, now()));
    return put_actor(txn, actor, now());
  });
}

// Kept, so that an address that was given once goes on working.
Result<void> Node::learn_media_key() {
  home_.media_key = find_media_key(TRY(read()));
  if (!home_.media_key.empty()) return {};
  home_.media_key = parts_.random.bytes(kMediaKeyBytes);
  return writer_->apply([&](WriteTxn& txn) { return put_media_key(txn, home_.media_key); });
}

Result<void> Node::assemble() {
  fetcher_ = std::make_unique<Fetcher>(Fetcher::Parts{.home = home_,
                                                      .store = *store_,
                                                      .writer = *writer_,
                                                      .keys = keys_,
                                                      .client = parts_.client,
                                                      .clock = parts_.clock,
                                                      .permits = config_.federation.permit,
                                                      .plain_http = config_.federation.plain_http});
  expert_nodes_ =
      std::make_unique<ExpertNodes>(home_, *store_, *fetcher_, parts_.client, parts_.clock);
  late_experts_ = std::make_unique<LateExperts>(*expert_nodes_, parts_.clock);
  authenticator_ =
      std::make_unique<Authenticator>(home_, *store_, *writer_, *fetcher_, parts_.clock);
  resolver_ = std::make_unique<Resolver>(
      Resolver::Parts{home_, *store_, *writer_, keys_, *fetcher_, parts_.random, parts_.clock});
  inbox_ = std::make_unique<Inbox>(home_, *store_, *writer_, *authenticator_, keys_, parts_.random,
                                   parts_.clock);
  catch_up_ = std::make_unique<CatchUp>(CatchUp::Parts{home_, *store_, *writer_, keys_, *resolver_,
                                                       *fetcher_, parts_.random, parts_.clock});
  deliverer_ = std::make_unique<Deliverer>(Deliverer::Parts{.home = home_,
                                                            .store = *store_,
                                                            .writer = *writer_,
                                                            .keys = keys_,
                                                            .client = parts_.client,
                                                            .random = parts_.random,
                                                            .clock = parts_.clock,
                                                            .permits = config_.federation.permit});
  retention_ =
      std::make_unique<Retention>(home_, *writer_, days(config_.retention.remote_posts_days));
  deliverer_->on_progress([this] { ring(); });
  auto push_key = TRY(push_key_of(*store_, *writer_));
  pusher_ =
      std::make_unique<Pusher>(Pusher::Parts{home_, *store_, *writer_, parts_.client, parts_.random,
                                             parts_.clock, config_.federation.permit},
                               std::move(push_key));
  pusher_->on_progress([this] { ring(); });
  topic_watch_ = std::make_unique<TopicWatch>(
      TopicWatch::Parts{.home = home_,
                        .store = *store_,
                        .index = *search_index_,
                        .clock = parts_.clock,
                        .anybody_comes = config_.registration.mode == SignUp::open});
  metrics_.before_scrape([this] { read_gauges(); });
  return {};
}

void Node::handle(Request request, Respond respond) {
  route(*this, std::move(request), std::move(respond));
}

Response Node::handle(const Request& request) {
  Response answer;
  std::latch answered(1);
  handle(request, [&](Response response) {
    answer = std::move(response);
    answered.count_down();
  });
  answered.wait();
  if (const auto source = std::exchange(answer.source, nullptr)) {
    auto whole = read_whole(*source);
    if (!whole.ok()) return error_answer(whole.error(), Area::page);
    answer.body = std::move(*whole);
  }
  return answer;
}

size_t Node::run_due() {
  size_t done = deliverer_->run_due();
  done += catch_up_->run_due(kFetchesAtOnce);
  done += run_due_uploads(*this);
  done += pusher_->run_due();
  done += late_experts_->run();
  return done + live_->run();
}

std::optional<Time> Node::next_due() const {
  std::optional<Time> next;
  for (const auto one : {deliverer_->next_due(), catch_up_->next_due(), pusher_->next_due(),
                         late_experts_->next_due()}) {
    if (one && (!next || *one < *next)) next = one;
  }
  return next;
}

std::optional<Time> Node::next_scheduled() const {
  const auto txn = read();
  return txn ? hallway::next_scheduled(*txn) : std::nullopt;
}

Result<size_t> Node::keep_house() {
  store_->check_readers();
  // Where a step fails, the rest of the house is kept all the same.
  Result<void> kept;
  const auto keep = [&](const auto& step) {
    if (kept && !step) kept = step.error();
  };
  keep(publish_scheduled(*this));
  keep(settle_due_polls());
  keep(ask_around(*this));
  keep(erase_departed());
  keep(end_due_mutes());
  keep(forget_uploads(*this));
  keep(sweep_media(*this));
  remote_files_.sweep(*this);
  keep(mend_set_back());
  auto forgotten = forget_old();
  keep(forgotten);
  keep(keep_head(*this));
  keep(forget_outcomes());
  keep(note_disk_day(*this));
  keep(refusals_.save(*store_, *writer_, now()));
  keep(forget_strangers());
  keep(retention_->run(now()));
  keep(migrate_store());
  TRY(kept);
  return forgotten;
}

Result<size_t> Node::forget_old() {
  const Time now = this->now(), before = now - kSeenKept;
  size_t forgotten = 0;
  for (;;) {
    // Asked first, so that a node at rest does not commit each minute for nothing.
    {
      const auto txn = TRY(read());
      if (!is_seen_before(txn, before, now)) return forgotten;
    }
    forgotten += TRY(writer_->apply(
        [&](WriteTxn& txn) { return forget_seen(txn, before, now, kForgottenAtOnce); }));
  }
}

Result<void> Node::settle_due_polls() {
  const auto due = list_due_polls(TRY(read()), now(), kPollsAtOnce);
  Result<void> settled;
  for (const auto& one : due) {
    auto done = writer_->apply([&](WriteTxn& txn) {
      return settle_poll({txn, home_, parts_.random, keys_, now()}, one);
    });
    if (settled && !done) settled = std::move(done);
  }
  return settled;
}

Result<void> Node::end_due_mutes() {
  if (list_ended_mutes(TRY(read()), now(), 1).empty()) return {};  // at rest, write nothing
  return writer_->apply([&](WriteTxn& txn) { return end_mutes(txn, now()); });
}

Result<void> Node::mend_set_back() {
  while (waits_too_long(TRY(read()), now())) {
    const auto moved =
        TRY(writer_->apply([&](WriteTxn& txn) { return make_due(txn, now(), kForgottenAtOnce); }));
    if (moved == 0) return {};
  }
  return {};
}

Result<void> Node::forget_outcomes() {
  const Time before = now() - kOutcomesKept;
  // Older ones went before, or the node was off for a month.
  const Time from = before - days(60);
  if (!list_delivery_hours(TRY(read()), from, before - hours(1)).empty()) {
    TRY(writer_->apply([&](WriteTxn& txn) { return forget_delivery_hours(txn, from, before); }));
  }
  for (int turn = 0; turn < kErasuresAtOnce; ++turn) {
    if (!has_outcome_before(TRY(read()), before, now())) return {};
    TRY(writer_->apply([&](WriteTxn& txn) {
      return hallway::forget_outcomes(txn, before, now(), kForgottenAtOnce);
    }));
  }
  return {};
}

// Secrets that open nothing any more, and programs that registered and were never used.
Result<void> Node::forget_strangers() {
  if (has_expired_tokens(TRY(read()), now())) {
    TRY(writer_->apply([&](WriteTxn& txn) { return erase_expired_tokens(txn, now()); }));
  }
  const Time before = now() - kUnusedAppsKept;
  if (count_unused_apps(TRY(read()), before) == 0) return {};
  TRY(writer_->apply([&](WriteTxn& txn) { return erase_unused_apps(txn, before); }));
  return {};
}

Result<void> Node::erase_departed() {
  for (int turn = 0; turn < kErasuresAtOnce; ++turn) {
    {
      const auto txn = TRY(read());
      if (list_departed(txn, 1).empty()) return {};  // at rest, write nothing
    }
    TRY(writer_->apply([&](WriteTxn& txn) { return erase_left_behind(txn, now()); }));
  }
  return {};
}

// Never for long, since a node that stops waits for it: the next turn goes on.
Result<void> Node::migrate_store() {
  uint32_t before = 0;
  {
    const auto txn = TRY(read());
    before = find_format(txn);
  }
  std::stop_source enough;
  Migration migration{.steps = parts_.format_steps, .stop = enough.get_token()};
  int slices = 0;
  migration.progress = [&](const Step&) {
    if (++slices == kSlicesAtOnce) enough.request_stop();
  };
  const auto reached = TRY(migrate(*store_, *writer_, migration));
  if (reached != before) log::info("store.migrated", {{"format", std::to_string(reached)}});
  return {};
}

void Node::on_work(std::function<void()> bell) {
  std::lock_guard lock(bell_mutex_);
  bell_ = std::move(bell);
}

void Node::ring() {
  std::lock_guard lock(bell_mutex_);
  if (bell_) bell_();
}

std::string Node::metrics_text() { return metrics_.text(); }

void Node::read_gauges() {
  const auto writer = writer_->figures();
  const auto& sent = deliverer_->figures();
  counts_.writer({writer.commits, writer.changes, writer.failed});
  counts_.deliveries({sent.delivered.load(), sent.retried.load(), sent.given_up.load()},
                     deliverer_->in_flight());
  const auto& old = retention_->figures();
  const auto& pushed = pusher_->figures();
  counts_.pushes({pushed.delivered, pushed.retried, pushed.given_up, pushed.ended});
  const auto& live = live_->figures();
  counts_.live({live.events, live.rendered, live.broken});
  counts_.retention({old.looked_at, old.forgotten, Time{old.reached_ms}});
  if (const auto txn = read(); txn.ok()) {
    const auto last = last_log(*txn);
    counts_.store({.log = last ? last->seq : 0,
                   .deliveries = txn->count(Table::deliveries),
                   .fetches = txn->count(Table::fetches),
                   .posts = txn->count(Table::posts),
                   .actors = txn->count(Table::actors),
                   .peers = txn->count(Table::peers),
                   .reports = count_open_reports(*txn)});
  }
}

}  // namespace hallway
