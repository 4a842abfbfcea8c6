#pragma once
// What one node needs to talk to others, on an in-process internet and a manual clock, without a
// server around it.

#include "federation/actor.h"
#include "federation/authenticate.h"
#include "federation/catch_up.h"
#include "federation/resolve.h"
#include "storage/peers.h"
#include "tests/support/internet.h"
#include "tests/support/site.h"
#include "tests/support/store.h"

namespace hallway::test {

class LoneNode : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    put_local(kInstanceActorName);
    fetcher_ = std::make_unique<Fetcher>(fetcher_parts());
    authenticator_ = std::make_unique<Authenticator>(home_, *store_, *writer_, *fetcher_, clock_);
    resolver_ = std::make_unique<Resolver>(
        Resolver::Parts{home_, *store_, *writer_, keys_, *fetcher_, random_, clock_});
    catch_up_ = std::make_unique<CatchUp>(
        CatchUp::Parts{home_, *store_, *writer_, keys_, *resolver_, *fetcher_, random_, clock_});
  }

  Fetcher::Parts fetcher_parts() {
    return {.home = home_,
            .store = *store_,
            .writer = *writer_,
            .keys = keys_,
            .client = net_.client("home.example"),
            .clock = clock_};
  }

  // A local actor with keys.
  Actor put_local(std::string_view name) {
    return write([&](WriteTxn& txn) -> Result<Actor> {
      auto actor = local_actor(home_, name, clock_.now());
      TRY(put_actor(txn, actor, clock_.now()));
      TRY(store_keys(txn, actor, {test_key(KeyType::rsa, 100), test_key(KeyType::ed25519, 100)},
                     clock_.now()));
      TRY(put_actor(txn, actor, clock_.now()));
      return actor;
    });
  }

  void set_peer(std::string_view name, const std::function<void(Peer&)>& change) {
    write([&](WriteTxn& txn) -> Result<bool> {
      auto peer = TRY(meet_peer(txn, domain(name), clock_.now()));
      change(peer);
      TRY(put_peer(txn, peer));
      return true;
    });
  }
  [[nodiscard]] Peer peer(std::string_view name) const {
    return find_peer(read(), domain(name)).value_or(Peer{});
  }
  [[nodiscard]] std::optional<Actor> stored(std::string_view address) const {
    return find_actor(read(), iri(address));
  }
  [[nodiscard]] uint64_t commits() const { return writer_->figures().commits; }

  ManualClock clock_{Time{1'795'611'600'000}};  // 2026-11-25T13:00:00Z
  Home home_ = Home::of("home.example", /*https=*/true, Mode::open).value();
  Internet net_;
  LocalKeys keys_;
  SeededRandom random_{7};
  std::unique_ptr<Fetcher> fetcher_;
  std::unique_ptr<Authenticator> authenticator_;
  std::unique_ptr<Resolver> resolver_;
  std::unique_ptr<CatchUp> catch_up_;
};

}  // namespace hallway::test
