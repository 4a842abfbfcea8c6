#include "storage/limited.h"

#include "tests/support/rows.h"

namespace hallway {
namespace {

using test::iri;
using test::kNow;

class LimitedTest : public test::StoreTest {
 protected:
  Actor at(const std::string& host, bool limited = false, bool local = false) {
    Actor actor{.iri = iri("https://" + host + "/users/eve"),
                .name = "eve",
                .domain = host,
                .local = local,
                .limited = limited};
    write([&](WriteTxn& txn) { return put_actor(txn, actor, kNow); });
    return actor;
  }
  void limit(const std::string& host) {
    write([&](WriteTxn& txn) -> Result<void> {
      auto peer = TRY(meet_peer(txn, test::domain(host), kNow));
      peer.limited = true;
      return put_peer(txn, peer);
    });
  }
  void expect(const Actor& actor, bool limited) {
    EXPECT_EQ(is_limited(read(), actor), limited) << actor.iri.text();
    EXPECT_EQ(is_limited(read(), actor.id), limited) << actor.iri.text();
  }
};

TEST_F(LimitedTest, OneByThemselvesOrEverybodyOfADomain) {
  const auto far = at("far.example"), same_host = at("far.example:8443"),
             other = at("other.example"), alone = at("third.example", /*limited=*/true);
  for (const auto& actor : {far, same_host, other}) expect(actor, false);
  expect(alone, true);
  limit("far.example");
  expect(far, true);
  expect(same_host, true);
  expect(other, false);
  EXPECT_FALSE(is_limited(read(), Id{77})) << "nobody";
}

TEST_F(LimitedTest, OnePortIsNotTheHost) {
  const auto host = at("far.example"), port = at("far.example:8443");
  limit("far.example:8443");
  expect(host, false);
  expect(port, true);
}

}  // namespace
}  // namespace hallway
