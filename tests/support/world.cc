#include "tests/support/world.h"

#include "federation/compose.h"
#include "federation/html.h"
#include "storage/follows.h"
#include "storage/peers.h"
#include "storage/verify.h"
#include "tests/support/keys.h"

namespace hallway::test {
namespace {

Config config_of(const std::string& domain, FederationMode mode) {
  Config config;
  config.node.domain = Domain::parse(domain).value_or(Domain());
  config.node.name = domain;
  config.node.mode = mode;
  config.node.languages = {"en"};
  config.federation.max_body = 1024 * 1024;
  // Several nodes share this process's addresses, of which the thread sanitizer leaves few.
  config.storage.map_bytes = uint64_t{1} << 30;
  return config;
}

}  // namespace

Town::Town(World& world, std::string domain, FederationMode mode)
    : world_(world), domain_(std::move(domain)), mode_(mode), clock_(world.clock) {
  start();
}

void Town::start() {
  auto opened = Node::open(dir_.path(), config_of(domain_, mode_),
                           {.clock = clock_,
                            .random = world_.random,
                            .client = world_.net.client(domain_),
                            .make_keys = spare_keys});
  ASSERT_TRUE(opened.ok()) << opened.error().what;
  node_ = std::move(*opened);
  world_.net.serve("https://" + domain_,
                   [this](const Request& request) { return node_->handle(request); });
  world_.net.trouble(domain_, {});
}

void Town::stop() {
  world_.net.trouble(domain_, {.down = true});
  node_.reset();
}

void Town::relate(const std::string& other, Relation relation) {
  const auto done = node_->writer().apply([&](WriteTxn& txn) -> Result<void> {
    auto peer = TRY(meet_peer(txn, test::domain(other), world_.clock.now()));
    peer.relation = relation;
    return put_peer(txn, peer);
  });
  EXPECT_TRUE(done.ok());
}

Actor Town::person(const std::string& name) {
  const auto added = add_person(*node_, {.name = name});
  EXPECT_TRUE(added.ok()) << (added.ok() ? std::string() : added.error().what);
  return added.ok() ? added->actor : Actor{};
}

Actor Town::meet(const std::string& handle) {
  const auto parsed = Handle::parse(handle);
  EXPECT_TRUE(parsed.ok()) << handle;
  auto actor = node_->resolver().resolve(*parsed);
  EXPECT_TRUE(actor.ok()) << handle << ": " << (actor.ok() ? std::string() : actor.error().what);
  return actor.ok() ? *actor : Actor{};
}

Actor Town::now_as_stored(const Actor& who) {
  return find_actor(*node_->read(), who.id).value_or(Actor{});
}

Follow Town::follow(const Actor& who, const Actor& whom) {
  auto made = node_->act_as(now_as_stored(who),
                            [&](Local& local) { return hallway::follow(local, whom.id); });
  EXPECT_TRUE(made.ok()) << (made.ok() ? std::string() : made.error().what);
  return made.ok() ? *made : Follow{};
}

Post Town::post(const Actor& who, NewPost fresh) {
  for (const auto& handle : mentions_in(fresh.text)) {
    const auto named = handle.domain.empty()
                           ? find_actor_by_handle(*node_->read(), handle.name, domain_)
                           : std::optional(meet(to_string(handle)));
    if (named) fresh.mentions.push_back({handle, named->id});
  }
  auto made =
      node_->act_as(now_as_stored(who), [&](Local& local) { return publish(local, fresh); });
  EXPECT_TRUE(made.ok()) << (made.ok() ? std::string() : made.error().what);
  return made.ok() ? *made : Post{};
}

std::vector<std::string> Town::home(const Actor& who) {
  std::vector<std::string> texts;
  const auto txn = node_->read();
  for (const auto& item : home_timeline(*txn, node_->home(), who.id, {.limit = 40})) {
    texts.push_back(text_of_html(item.post.content));
  }
  return texts;
}

std::optional<Post> Town::find(const Iri& iri) {
  auto post = find_post(*node_->read(), iri);
  return post && !post->gone ? post : std::nullopt;
}

size_t Town::stored_posts() { return node_->read()->count(Table::posts); }

Town& World::town(const std::string& domain, FederationMode mode) {
  auto& town = towns_[domain];
  if (!town) town = std::make_unique<Town>(*this, domain, mode);
  return *town;
}

World::~World() {
  for (auto& [domain, town] : towns_) {
    if (!town->runs()) continue;
    const auto found = verify_rows(*town->node().read());
    EXPECT_TRUE(found.good()) << domain << ": " << found.findings.front();
  }
}

void World::settle() {
  // Each round is finite; a world that never comes to rest is a bug that the count shows.
  for (int round = 0; round < 1'000; ++round) {
    size_t done = 0;
    for (auto& [domain, town] : towns_) {
      if (!town->runs()) continue;
      done += town->node().run_due();
      // What was sent is answered at once, but written by the node's writer.
      town->node().writer().drain();
      done += town->node().deliverer().in_flight();
    }
    if (done == 0) return;
  }
  ADD_FAILURE() << "the world does not come to rest";
}

void World::pass(Duration time, Duration step) {
  for (const auto end = clock.now() + time; clock.now() < end;) {
    clock.advance(step);
    settle();
  }
}

}  // namespace hallway::test
