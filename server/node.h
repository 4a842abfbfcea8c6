#pragma once
// The whole node as one object, without transport: a Request goes in, a Response comes out, and
// run_due() does what is owed. The real process (workers.h, listener.h) puts sockets and threads
// around it; a test runs many nodes in one process with a manual clock.

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "federation/authenticate.h"
#include "federation/catch_up.h"
#include "federation/deliver.h"
#include "federation/fetch.h"
#include "federation/home.h"
#include "federation/home_cache.h"
#include "federation/http.h"
#include "federation/inbox.h"
#include "federation/keys.h"
#include "federation/resolve.h"
#include "federation/retention.h"
#include "server/api/limits.h"
#include "server/api/pieces.h"
#include "server/blobs.h"
#include "server/config.h"
#include "server/counts.h"
#include "server/expert_nodes.h"
#include "server/idempotency.h"
#include "server/indexer.h"
#include "server/late_experts.h"
#include "server/live.h"
#include "server/media_jobs.h"
#include "server/metrics.h"
#include "server/node_figures.h"
#include "server/pusher.h"
#include "server/rate_limits.h"
#include "server/refusals.h"
#include "server/remote_files.h"
#include "server/sign_in_limits.h"
#include "storage/format.h"
#include "storage/store.h"
#include "storage/values/random.h"
#include "storage/values/time.h"
#include "storage/writer.h"

namespace hallway {

class TopicWatch;

// Everything outside the node's control. All outlive the Node.
struct NodeParts {
  const Clock& clock;
  Random& random;  // must be safe from several threads where the node is used by several
  HttpClient& client;
  // The key pairs of a new actor. Tests share a few, since making them is slow.
  Result<KeyPairs> (*make_keys)() = hallway::make_keys;
  // What takes an older store to the present format. Tests bring their own.
  std::span<const Step> format_steps = hallway::format_steps();
  // Reaches the storage of [s3]; null where that is not set.
  HttpClient* storage = nullptr;
};

class Node {
 public:
  // Opens DIR/store and makes the instance actor at the first open. Errors: those of Store::open;
  // invalid where the domain cannot be one, or the store belongs to another domain.
  static Result<std::unique_ptr<Node>> open(const std::filesystem::path& dir, const Config& config,
                                            NodeParts parts);
  ~Node();  // waits until no delivery is in flight and the writer has drained
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  // Never fails: whatever goes wrong is an answer. The answer to HEAD is the one to GET; who writes
  // it to a socket leaves the body out. What changes the store may be answered later, on the
  // writer's thread, which `respond` must not keep. Any thread.
  void handle(Request request, Respond respond);
  // The same, waiting for the answer, which has all of its body. Any thread but the writer's.
  Response handle(const Request& request);

  // Does all that is due but the index (indexer.h): starts deliveries and pushes, works off
  // fetches, tells those who listen. Returns how much it found to do, 0 when nothing was due. For
  // tests and commands; the real process has workers.
  size_t run_due();
  // When run_due has something to do next; nullopt: not before something new is owed. Housekeeping
  // does not count.
  [[nodiscard]] std::optional<Time> next_due() const;
  // When the first of the posts that people have scheduled is to be published: by keep_house().
  [[nodiscard]] std::optional<Time> next_scheduled() const;
  // Forgets what need not be remembered any longer, publishes what is scheduled for now, closes
  // polls, erases what the departed left,
  // makes due what a clock that was ahead has planned, and takes an older store a bit nearer to the
  // present format. Cheap; to be called each minute. Returns how many log entries were looked at.
  Result<size_t> keep_house();

  // `bell` is rung, on any thread, when there may be something new for run_due. It must be quick.
  // Replaces the one before; nullptr: nobody waits.
  void on_work(std::function<void()> bell);

  // Prometheus text of everything that is counted.
  std::string metrics_text();

  // What the routes are made with. All are safe from any thread unless their header says otherwise.
  [[nodiscard]] const Config& config() const { return config_; }
  [[nodiscard]] const Home& home() const { return home_; }
  [[nodiscard]] const Clock& clock() const { return parts_.clock; }
  [[nodiscard]] Time now() const { return parts_.clock.now(); }
  [[nodiscard]] Random& random() { return parts_.random; }
  [[nodiscard]] Store& store() { return *store_; }
  [[nodiscard]] Result<ReadTxn> read() const { return store_->read(); }
  [[nodiscard]] Writer& writer() { return *writer_; }
  [[nodiscard]] LocalKeys& keys() { return keys_; }
  [[nodiscard]] Result<KeyPairs> new_keys() const { return parts_.make_keys(); }
  [[nodiscard]] Fetcher& fetcher() { return *fetcher_; }
  [[nodiscard]] Authenticator& authenticator() { return *authenticator_; }
  [[nodiscard]] Resolver& resolver() { return *resolver_; }
  [[nodiscard]] Inbox& inbox() { return *inbox_; }
  [[nodiscard]] Deliverer& deliverer() { return *deliverer_; }
  [[nodiscard]] CatchUp& catch_up() { return *catch_up_; }
  [[nodiscard]] Live& live() { return *live_; }
  [[nodiscard]] const SearchIndex& search_index() const { return *search_index_; }
  [[nodiscard]] Indexer& indexer() { return *indexer_; }
  [[nodiscard]] ExpertNodes& expert_nodes() { return *expert_nodes_; }
  [[nodiscard]] LateExperts& late_experts() { return *late_experts_; }
  [[nodiscard]] Pusher& pusher() { return *pusher_; }
  [[nodiscard]] TopicWatch& topic_watch() { return *topic_watch_; }
  [[nodiscard]] Metrics& metrics() { return metrics_; }
  [[nodiscard]] Counts& counts() { return counts_; }
  [[nodiscard]] Idempotency& idempotency() { return idempotency_; }
  [[nodiscard]] Refusals& refusals() { return refusals_; }
  [[nodiscard]] NodeFigures& figures() { return figures_; }
  [[nodiscard]] SignInLimits& sign_in_limits() { return sign_in_limits_; }
  [[nodiscard]] RateLimits& rate_limits() { return rate_limits_; }
  [[nodiscard]] api::Pieces& pieces() { return pieces_; }
  [[nodiscard]] HomeCache& home_cache() { return home_cache_; }
  [[nodiscard]] MediaJobs& media_jobs() { return media_jobs_; }
  [[nodiscard]] Blobs& blobs() { return *blobs_; }
  [[nodiscard]] RemoteFiles& remote_files() { return remote_files_; }
  [[nodiscard]] ApiLimits& api_limits() { return api_limits_; }

  // Runs `act` as `actor` in one write transaction, and waits until it is on disk:
  //   node.act_as(actor, [&](Local& local) { return publish(local, fresh); })
  // As `actor` is stored by then: what was read before may be older. `act` may run twice. Not on
  // the writer's own thread.
  template <class Act>
  auto act_as(const Actor& actor, Act&& act) -> decltype(act(std::declval<Local&>())) {
    if (has_first_key_only(actor)) TRY(complete_keys(*store_, *writer_, actor.id, now()));
    return writer_->apply([&](WriteTxn& txn) -> decltype(act(std::declval<Local&>())) {
      auto as_stored = find_actor(txn, actor.id).value_or(actor);
      Local local{txn, home_, parts_.random, keys_, now(), std::move(as_stored)};
      return act(local);
    });
  }

 private:
  Node(const Config& config, Home home, NodeParts parts);
  Result<void> open_store(const std::filesystem::path& dir);
  Result<void> claim_store();
  Result<void> make_instance_actor();
  Result<void> learn_media_key();
  Result<void> assemble();
  Result<void> settle_due_polls();
  Result<void> erase_departed();
  Result<void> end_due_mutes();
  Result<void> mend_set_back();
  Result<size_t> forget_old();
  Result<void> forget_outcomes();
  Result<void> forget_strangers();
  Result<void> migrate_store();
  void ring();
  void read_gauges();

  Config config_;
  Home home_;
  NodeParts parts_;
  Metrics metrics_;
  Counts counts_;
  LocalKeys keys_;
  Idempotency idempotency_;
  NodeFigures figures_;
  Refusals refusals_;
  SignInLimits sign_in_limits_;
  RateLimits rate_limits_;
  api::Pieces pieces_;
  HomeCache home_cache_;
  MediaJobs media_jobs_;
  std::unique_ptr<Blobs> blobs_;
  RemoteFiles remote_files_;
  ApiLimits api_limits_;
  std::mutex bell_mutex_;
  std::function<void()> bell_;
  // In this order: each may use those above it while it is being destroyed.
  std::unique_ptr<Store> store_;
  std::unique_ptr<Live> live_;
  std::unique_ptr<SearchIndex> search_index_;
  std::unique_ptr<Indexer> indexer_;  // is told by the writer to its end
  std::unique_ptr<Writer> writer_;
  std::unique_ptr<Fetcher> fetcher_;
  std::unique_ptr<ExpertNodes> expert_nodes_;
  std::unique_ptr<LateExperts> late_experts_;
  std::unique_ptr<Authenticator> authenticator_;
  std::unique_ptr<Resolver> resolver_;
  std::unique_ptr<Inbox> inbox_;
  std::unique_ptr<CatchUp> catch_up_;
  std::unique_ptr<Deliverer> deliverer_;
  std::unique_ptr<Pusher> pusher_;
  std::unique_ptr<Retention> retention_;
  std::unique_ptr<TopicWatch> topic_watch_;
};

}  // namespace hallway
