#include "federation/in_flight.h"

#include <gmock/gmock.h>

#include <future>

namespace hallway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Delivery row_to(uint64_t peer, uint64_t id) { return {.id = {id}, .peer = {peer}}; }
Peer peer_of(uint64_t id, uint32_t failures = 0) { return {.id = {id}, .failures = failures}; }

TEST(DeliveriesInFlight, ARowFliesOnceAndIsGoneAtItsEnd) {
  InFlight flying({});
  EXPECT_TRUE(flying.start(row_to(1, 7), {}));
  EXPECT_FALSE(flying.start(row_to(1, 7), {}));
  EXPECT_TRUE(flying.has({7}));
  EXPECT_EQ(flying.count(), 1U);
  flying.end(row_to(1, 7), {});
  EXPECT_FALSE(flying.has({7}));
  EXPECT_EQ(flying.count(), 0U);
}

TEST(DeliveriesInFlight, APeerHasAFewPlacesAndOneWhereItDoesNotAnswer) {
  InFlight flying({.at_once = 100, .per_peer = 4});
  EXPECT_EQ(flying.room(peer_of(1), 0), 4U);
  EXPECT_EQ(flying.room(peer_of(1, /*failures=*/1), 0), 1U);
  flying.start(row_to(1, 1), {});
  EXPECT_EQ(flying.room(peer_of(1), 0), 3U);
  EXPECT_EQ(flying.room(peer_of(1, /*failures=*/1), 0), 0U);
  EXPECT_EQ(flying.room(peer_of(2), 0), 4U);
  flying.end(row_to(1, 1), {});
}

TEST(DeliveriesInFlight, OnceHalfOfAllPlacesAreTakenTheRestIsForThoseWhoHaveNone) {
  InFlight flying({.at_once = 8, .per_peer = 4});
  flying.start(row_to(1, 1), {});
  EXPECT_EQ(flying.room(peer_of(1), 3), 0U) << "with what is chosen";
  EXPECT_EQ(flying.room(peer_of(2), 3), 1U);
  EXPECT_EQ(flying.room(peer_of(2), 7), 0U) << "none is left";
  EXPECT_FALSE(flying.full());
  for (uint64_t id = 2; id <= 8; ++id) flying.start(row_to(id, id), {});
  EXPECT_TRUE(flying.full());
  for (uint64_t id = 1; id <= 8; ++id) flying.end(row_to(id, id), {});
}

TEST(DeliveriesInFlight, OfWhatTheySpeakIsKeptForEachPeerAndAsOftenAsItIsSaid) {
  InFlight flying({});
  flying.start(row_to(1, 1), {10, 20});
  flying.start(row_to(1, 2), {20});
  EXPECT_THAT(flying.spoken_of({1}), ElementsAre(10, 20, 20));
  EXPECT_THAT(flying.spoken_of({2}), IsEmpty());
  flying.end(row_to(1, 1), {10, 20});
  EXPECT_THAT(flying.spoken_of({1}), ElementsAre(20));
  flying.end(row_to(1, 2), {20});
  EXPECT_THAT(flying.spoken_of({1}), IsEmpty());
}

TEST(DeliveriesInFlight, WhoWasTurnedAwayIsNamedAtTheNextEndAndTheBellRings) {
  InFlight flying({});
  int rung = 0;
  flying.on_progress([&] { ++rung; });
  flying.start(row_to(1, 1), {});
  flying.start(row_to(1, 2), {});
  flying.turn_away({1});
  EXPECT_TRUE(flying.end(row_to(1, 1), {}));
  EXPECT_FALSE(flying.end(row_to(1, 2), {}));
  EXPECT_EQ(rung, 2);
}

TEST(DeliveriesInFlight, ItsEndWaitsForTheLast) {
  auto flying = std::make_unique<InFlight>(InFlight::Limits{});
  auto& still = *flying;
  still.start(row_to(1, 1), {});
  auto gone = std::async(std::launch::async, [&] { flying.reset(); });
  EXPECT_EQ(gone.wait_for(std::chrono::milliseconds(20)), std::future_status::timeout);
  still.end(row_to(1, 1), {});
  gone.wait();
  EXPECT_EQ(flying, nullptr);
}

}  // namespace
}  // namespace hallway
