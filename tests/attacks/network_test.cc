// Attacks 24 and 25: being sent to places inside. Every connection that the node tries is watched
// (outside.h), so that "none" means none, whatever was said of it.

#include "federation/actor.h"
#include "federation/follow.h"
#include "storage/actors.h"
#include "tests/attacks/attack.h"
#include "tests/support/eventually.h"

namespace hallway::test {
namespace {

using testing::Contains;
using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

// One of each range of the catalogue, at its edges where they are easily missed.
constexpr const char* kInside[] = {"127.0.0.1",
                                   "127.255.255.254",
                                   "10.0.0.1",
                                   "10.255.255.255",
                                   "172.16.0.1",
                                   "172.31.255.255",
                                   "192.168.0.1",
                                   "192.168.255.255",
                                   "169.254.0.1",
                                   "169.254.169.254",
                                   "0.0.0.0",
                                   "0.1.2.3",
                                   "100.64.0.1",
                                   "100.127.255.255",
                                   "198.18.0.1",
                                   "198.19.255.255",
                                   "192.0.2.1",
                                   "192.0.0.1",
                                   "198.51.100.1",
                                   "203.0.113.1",
                                   "224.0.0.1",
                                   "239.255.255.255",
                                   "240.0.0.1",
                                   "255.255.255.255",
                                   "::1",
                                   "::",
                                   "fc00::1",
                                   "fdff:ffff::1",
                                   "fe80::1",
                                   "febf::1",
                                   "fec0::1",
                                   "ff02::1",
                                   "::ffff:127.0.0.1",
                                   "::ffff:10.0.0.1",
                                   "::ffff:8.8.8.8",
                                   "::127.0.0.1",
                                   "::10.0.0.1",
                                   "64:ff9b::7f00:1",
                                   "64:ff9b::a00:1",
                                   "64:ff9b:1::1",
                                   "2001::1",
                                   "2001:0:7f00:1::",
                                   "2001:db8::1",
                                   "2002:7f00:1::",
                                   "2002:a00:1::"};

std::string in_url(const std::string& address) {
  return address.find(':') == std::string::npos ? address : "[" + address + "]";
}

class NetworkAttack : public Attack {
 protected:
  // Somebody who says to live at `host`: their actor, and the key of it, have to be asked there.
  [[nodiscard]] static Stranger at_host(const std::string& host) {
    const auto own = "http://" + host + "/users/mallory";
    return {own, {key_id_of(own), test_key(KeyType::rsa)}};
  }
  // A POST that makes the node ask `host` for a key.
  [[nodiscard]] OutboundRequest knock(const std::string& host) const {
    const auto mallory = at_host(host);
    return victim_.post(activity_by(mallory, "Follow", victim_.alice()), mallory);
  }
  void finds_nothing(const std::string& text) {
    SCOPED_TRACE(text);
    const auto before = victim_.stored();
    const auto hits = victim_.search(text);
    EXPECT_TRUE(hits.at("accounts").empty() && hits.at("statuses").empty());
    EXPECT_THAT(victim_.changes(before), IsEmpty());
  }
  void expect_no_connections() { EXPECT_THAT(connections(), IsEmpty()); }
  // Nobody but strangers was connected to.
  void expect_strangers_only() { EXPECT_THAT(connections(), Each(StartsWith("127.0.54."))); }
};

using Attack24 = NetworkAttack;
using Attack25 = NetworkAttack;

TEST_F(Attack24, TheWatchSeesWhatIsConnectedTo) {
  const auto mallory = evil_.put_person("mallory");
  outside::name("stranger.test", {"127.0.54.2"});
  taken(victim_.post(activity_by(mallory, "Nod", victim_.alice()), mallory));
  EXPECT_THAT(connections(), Contains("127.0.54.2"));
  outside::forget();
  outside::name("world.test", {"93.184.216.34", "2606:2800:220:1::1"});
  refused(knock("world.test"), 503, "world.test");
  EXPECT_THAT(connections(), testing::UnorderedElementsAre("93.184.216.34", "2606:2800:220:1::1"))
      << "what is public is tried, and goes no further here";
}

TEST_F(Attack24, NoAddressInsideIsConnectedTo) {
  int number = 0;
  for (const std::string address : kInside) {
    SCOPED_TRACE(address);
    const auto name = "inside" + std::to_string(++number) + ".test";
    outside::name(name, {address});
    refused(knock(in_url(address)), 503, "not permitted");
    refused(knock(in_url(address) + ":8080"), 503, "not permitted");
    refused(knock(name), 503, "not permitted");
    finds_nothing("http://" + in_url(address) + "/users/mallory");
    finds_nothing("@mallory@" + name);
  }
  expect_no_connections();
}

TEST_F(Attack24, NoOtherWayOfWritingThemOpensThem) {
  RawServer intranet([](RawConnection& connection) { connection.hangs_up(); });
  const auto port = ":" + std::to_string(intranet.port());
  for (const auto* host : {"localhost",
                           "LOCALHOST.",
                           "wiki.localhost",
                           "127.1",
                           "127.0.1",
                           "2130706433",
                           "0x7f000001",
                           "0x7f.0.0.1",
                           "0177.0.0.1",
                           "017700000001",
                           "127.0.0.1.",
                           "0",
                           "0.0.0.0",
                           "00.00.00.00",
                           "[::1]",
                           "[::]",
                           "[0:0:0:0:0:0:0:1]",
                           "[::ffff:7f00:1]",
                           "[0:0:0:0:0:ffff:127.0.0.1]",
                           "[::127.0.0.1]",
                           "[::1%25lo]",
                           "[::1%lo]"}) {
    SCOPED_TRACE(host);
    const auto answer = victim_.send(knock(host + port));
    EXPECT_TRUE(answer.status == 401 || answer.status == 503) << answer.status;
    finds_nothing("http://" + std::string(host) + port + "/users/mallory");
    finds_nothing("@mallory@" + std::string(host) + port);
  }
  for (const auto* host : {"①②⑦.⓪.⓪.①", "１２７.0.0.1", "127。0。0。1", "ｌocalhost"}) {
    finds_nothing("http://" + std::string(host) + port + "/users/mallory");
    finds_nothing("@mallory@" + std::string(host) + port);
  }
  EXPECT_EQ(intranet.accepted(), 0);
  expect_no_connections();
}

TEST_F(Attack24, WithoutAPermitStrangersOnLoopbackAreInsideToo) {
  victim_.restart({});
  const auto mallory = evil_.put_person("mallory");
  outside::forget();
  refused(victim_.post(activity_by(mallory, "Follow", victim_.alice()), mallory), 503,
          "not permitted");
  finds_nothing(mallory.iri);
  finds_nothing("@mallory@" + evil_.domain());
  EXPECT_EQ(evil_.asked(), 0U);
  expect_no_connections();
}

// Somebody whom we met outside has moved inside: what is owed to them is not brought there.
TEST_F(Attack24, NothingIsDeliveredInside) {
  outside::name("moved.test", {"10.0.0.9"});
  const auto mallory = at_host("moved.test:8080");
  auto actor =
      parse_actor(person_json(mallory.iri, "mallory", test_key(KeyType::rsa).public_key()));
  ASSERT_TRUE(actor.ok());
  auto& node = victim_.node();
  const auto put = node.writer().apply(
      [&](WriteTxn& txn) -> Result<void> { return put_actor(txn, *actor, node.now()); });
  ASSERT_TRUE(put.ok());
  logged("");
  const auto asked = node.act_as(*victim_.find_actor(victim_.alice()),
                                 [&](Local& local) { return follow(local, actor->id); });
  ASSERT_TRUE(asked.ok());
  // Not by reading the log again and again: what is logged between two readings is in neither.
  ASSERT_TRUE(eventually([&] {
    const auto peer = find_peer(node.read().value(), actor->iri.domain());
    return peer && peer->failures > 0;
  }));
  const auto lines = logged("client.address_refused");
  ASSERT_FALSE(lines.empty());
  EXPECT_THAT(lines.front(), HasSubstr("address=10.0.0.9"));
  EXPECT_EQ(victim_.stored().at("deliveries"), 1U) << "it waits, as for a host that is down";
  expect_no_connections();
}

// Whether a name means something inside, or nothing at all, is not for strangers to know; the first
// time and when the outcome is remembered. Both may be tried again, as in a real outage.
TEST_F(Attack24, TheAnswerDoesNotTellWhatNamesMeanInside) {
  outside::name("payroll.test", {"10.9.8.7"});
  for (int time = 0; time < 2; ++time) {
    auto inside = victim_.send(knock("payroll.test"));
    auto nowhere = victim_.send(knock("nowhere.test"));
    inside.headers.erase("date");
    nowhere.headers.erase("date");
    EXPECT_EQ(inside.status, 503);
    EXPECT_EQ(nowhere.status, 503);
    EXPECT_EQ(inside.headers, nowhere.headers);
    EXPECT_EQ(inside.body, nowhere.body);
    EXPECT_TRUE(inside.headers.contains("retry-after"));
  }
  expect_no_connections();
}

TEST_F(Attack25, ANameWithAnAddressInsideIsNotConnectedToThere) {
  const auto port = ":" + std::to_string(evil_.port());
  int number = 0;
  for (const auto& addresses : {std::vector<std::string>{"127.0.0.1", "127.0.54.2"},
                                {"127.0.54.2", "127.0.0.1"},
                                {"::1", "10.0.0.1", "127.0.54.2"},
                                {"169.254.169.254", "192.168.0.1"}}) {
    const auto name = "two" + std::to_string(++number) + ".test";
    outside::name(name, addresses);
    EXPECT_GE(victim_.send(knock(name + port)).status, 400);
  }
  expect_strangers_only();
}

// First it leads outside, then inside: what counts is where the socket goes.
TEST_F(Attack25, ANameThatChangesItsMindLeadsNowhere) {
  const auto port = ":" + std::to_string(evil_.port());
  outside::name("rebind.test", {"127.0.54.2"});
  EXPECT_GE(victim_.send(knock("rebind.test" + port)).status, 400);
  EXPECT_EQ(evil_.asked("/users/mallory"), 1U);
  outside::name("rebind.test", {"127.0.0.1"});
  RawServer intranet([](RawConnection& connection) { connection.hangs_up(); });
  const auto elsewhere = "rebind.test:" + std::to_string(intranet.port());
  refused(knock(elsewhere), 503, "not permitted");
  EXPECT_EQ(intranet.accepted(), 0);
  expect_strangers_only();
}

TEST_F(Attack25, ARedirectInsideIsNotFollowed) {
  outside::name("metadata.test", {"169.254.169.254"});
  int number = 0;
  for (const std::string inside :
       {"127.0.0.1", "10.0.0.1", "169.254.169.254", "0.0.0.0", "[::1]", "[::ffff:10.0.0.1]",
        "[fd00::1]", "localhost:1", "metadata.test", "192.168.0.1:443"}) {
    SCOPED_TRACE(inside);
    const auto name = "m" + std::to_string(++number);
    const auto handle = name + "@" + evil_.domain();
    const auto own = evil_.at("/users/" + name);
    evil_.redirect("/users/" + name, "http://" + inside + "/users/root");
    const Stranger mallory{own, {key_id_of(own), test_key(KeyType::rsa)}};
    // The signed fetch of a key, the search for an actor, WebFinger, and host-meta.
    refused(victim_.post(activity_by(mallory, "Follow", victim_.alice()), mallory), 503,
            "not permitted");
    finds_nothing(own);
    evil_.put_webfinger(handle, handle, "http://" + inside + "/users/root");
    finds_nothing("@" + handle);
    evil_.redirect("/.well-known/webfinger?resource=" + percent_encode("acct:" + handle),
                   "http://" + inside + "/x");
    finds_nothing("@" + handle);
  }
  expect_strangers_only();
}

TEST_F(Attack25, ALinkInsideIsNotFollowed) {
  const auto xrd = [](const std::string& url) {
    return Response{.headers = {{"Content-Type", "application/xrd+xml"}},
                    .body =
                        "<XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'><Link rel='lrdd' "
                        "type='application/jrd+json' template='" +
                        url + "'/></XRD>"};
  };
  int number = 0;
  for (const std::string link :
       {"http://10.0.0.1/{uri}", "http://[::1]/{uri}", "data:application/jrd+json,{uri}",
        "file:///etc/passwd?{uri}", "http://localhost/{uri}", "gopher://127.0.0.1/{uri}",
        "//127.0.0.1/{uri}", "http://{uri}/"}) {
    evil_.put("/.well-known/host-meta", xrd(link));
    finds_nothing("@m" + std::to_string(++number) + "@" + evil_.domain());
  }
  expect_strangers_only();
  EXPECT_GE(evil_.asked("/.well-known/host-meta"), 8U);
}

// Whatever NodeInfo links to, a whole acquaintance asks nobody for it but its own host.
TEST_F(Attack25, NodeInfoSendsNobodyInside) {
  for (const auto* link : {"http://127.0.0.1/nodeinfo", "data:application/json,{}"}) {
    const auto mallory = evil_.put_person("mallory");
    evil_.put(
        "/.well-known/nodeinfo",
        {{"links", {{{"rel", "http://nodeinfo.diaspora.software/ns/schema/2.1"}, {"href", link}}}}},
        "application/json");
    taken(victim_.post(activity_by(mallory, "Follow", victim_.alice()), mallory));
    EXPECT_FALSE(victim_.search("@mallory@" + evil_.domain()).at("accounts").empty());
  }
  EXPECT_TRUE(victim_.settle());
  expect_strangers_only();
}

}  // namespace
}  // namespace hallway::test
