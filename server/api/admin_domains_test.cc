#include "server/api/admin_domains.h"

#include <gmock/gmock.h>

#include "storage/peers.h"
#include "tests/support/api_staff.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;

class ApiAdminDomains : public StaffTest {
 protected:
  const std::string kAllows = "/api/v1/admin/domain_allows",
                    kBlocks = "/api/v1/admin/domain_blocks";
  Relation relation(const std::string& domain) {
    return find_relation(node_->read().value(), domain);
  }
  // What is known of the domain besides stays.
  void relate_again(const std::string& domain, Relation relation) {
    const auto put = node_->writer().apply([&](WriteTxn& txn) -> Result<void> {
      auto peer = find_peer(txn, Domain::parse(domain).value());
      peer->relation = relation;
      return put_peer(txn, *peer);
    });
    EXPECT_TRUE(put.ok());
  }
};

TEST_F(ApiAdminDomains, AreForThoseWhoAdminister) {
  for (const auto& path : {kAllows, kBlocks}) {
    EXPECT_EQ(get(path, bearer(root_)).status, 200);
    EXPECT_EQ(get(path, bearer(mod_)).status, 403);
    EXPECT_EQ(get(path, bearer(alice_)).status, 403);
    EXPECT_EQ(call("POST", path, mod_, {{"domain", "a.example"}}).status, 403);
  }
  EXPECT_EQ(relation("a.example"), Relation::unknown);
}

TEST_F(ApiAdminDomains, AllowingGivesWhatIsForEverybodyAndNoMore) {
  const auto made = json(call("POST", kAllows, root_, {{"domain", "a.example"}}));
  EXPECT_EQ(made["domain"], "a.example");
  EXPECT_TRUE(made["created_at"].is_string());
  EXPECT_EQ(relation("a.example"), Relation::public_);
  EXPECT_THAT(last_deed(), HasSubstr("\"by\":\"rhea\""));
  relate("b.example", Relation::partner);
  EXPECT_EQ(call("POST", kAllows, root_, {{"domain", "b.example"}}).status, 200);
  EXPECT_EQ(relation("b.example"), Relation::partner) << "what was agreed stays";
  EXPECT_EQ(json(get(kAllows, bearer(root_))).size(), 2U);
  const auto path = kAllows + "/" + made["id"].get<std::string>();
  EXPECT_EQ(json(get(path, bearer(root_))), made);
  EXPECT_EQ(call("DELETE", path, root_).status, 200);
  EXPECT_EQ(relation("a.example"), Relation::unknown);
  EXPECT_EQ(get(path, bearer(root_)).status, 404);
}

TEST_F(ApiAdminDomains, WhatElseWasAgreedOutlastsALimit) {
  relate("b.example", Relation::partner);
  const auto agreed = node_->writer().apply([](WriteTxn& txn) -> Result<void> {
    auto peer = find_peer(txn, Domain::parse("b.example").value()).value();
    peer.experts = ExpertConsent::both;
    return put_peer(txn, peer);
  });
  ASSERT_TRUE(agreed.ok());
  const auto experts = [&] {
    return find_peer(*node_->read(), Domain::parse("b.example").value())->experts;
  };
  const auto made =
      json(call("POST", kBlocks, root_, {{"domain", "b.example"}, {"severity", "silence"}}));
  EXPECT_EQ(experts(), ExpertConsent::both);
  const auto path = kBlocks + "/" + made["id"].get<std::string>();
  EXPECT_EQ(call("PUT", path, root_, {{"severity", "suspend"}}).status, 200);
  EXPECT_EQ(relation("b.example"), Relation::blocked);
  EXPECT_EQ(experts(), ExpertConsent::by_relation) << "nothing is agreed with who is blocked";
}

TEST_F(ApiAdminDomains, ABlockIsMadeExplainedAndLifted) {
  const auto made = json(call("POST", kBlocks, root_,
                              {{"domain", "evil.example"},
                               {"severity", "suspend"},
                               {"public_comment", "spam"},
                               {"private_comment", "see ticket 7"}}));
  EXPECT_EQ(made["severity"], "suspend");
  EXPECT_EQ(made["public_comment"], "spam");
  EXPECT_EQ(made["private_comment"], "see ticket 7");
  EXPECT_EQ(made["obfuscate"], false);
  EXPECT_EQ(relation("evil.example"), Relation::blocked);
  const auto path = kBlocks + "/" + made["id"].get<std::string>();
  EXPECT_EQ(json(get(path, bearer(root_))), made);
  const auto changed = json(call("PUT", path, root_, {{"public_comment", "much spam"}}));
  EXPECT_EQ(changed["public_comment"], "much spam");
  EXPECT_EQ(changed["private_comment"], "see ticket 7");
  EXPECT_EQ(call("POST", kBlocks, root_, {{"domain", "evil.example"}}).status, 422);
  EXPECT_EQ(call("DELETE", path, root_).body, "{}");
  EXPECT_EQ(relation("evil.example"), Relation::unknown);
  EXPECT_EQ(call("DELETE", path, root_).status, 404);
}

TEST_F(ApiAdminDomains, ASilencedDomainIsTalkedWithStillButItsPeopleAreLimited) {
  relate("loud.example", Relation::public_);
  const auto carol = stranger("carol", "loud.example");
  const auto shown = [&] {
    const auto path = "/api/v1/accounts/" + to_string(carol.id);
    return json(get(path, bearer(alice_)))["limited"].get<bool>();
  };
  EXPECT_FALSE(shown());
  const auto made =
      json(call("POST", kBlocks, root_, {{"domain", "loud.example"}, {"public_comment", "noise"}}));
  EXPECT_EQ(made["severity"], "silence") << "what it is where nothing is said";
  EXPECT_EQ(made["reject_media"], false);
  EXPECT_EQ(relation("loud.example"), Relation::public_);
  EXPECT_TRUE(shown());
  EXPECT_EQ(json(get(kAllows, bearer(root_))).size(), 1U) << "it may be talked with, too";
  const auto path = kBlocks + "/" + made["id"].get<std::string>();
  EXPECT_EQ(json(call("PUT", path, root_, {{"severity", "suspend"}}))["severity"], "suspend");
  EXPECT_EQ(relation("loud.example"), Relation::blocked);
  EXPECT_EQ(json(call("PUT", path, root_, {{"severity", "silence"}}))["severity"], "silence");
  relate_again("loud.example", Relation::public_);
  EXPECT_EQ(call("DELETE", path, root_).body, "{}");
  EXPECT_FALSE(shown());
  EXPECT_EQ(relation("loud.example"), Relation::public_) << "that was agreed apart";
  EXPECT_EQ(get(path, bearer(root_)).status, 404);
}

TEST_F(ApiAdminDomains, WhatCannotBeDoneIsRefusedAndChangesNothing) {
  for (const auto& body :
       {Json::object(), Json{{"domain", "not a domain"}}, Json{{"domain", "design.example"}},
        Json{{"domain", "evil.example"}, {"severity", "noop"}},
        Json{{"domain", "evil.example"}, {"public_comment", std::string(2'001, 'x')}}}) {
    EXPECT_EQ(call("POST", kBlocks, root_, body).status, 422) << body;
  }
  EXPECT_EQ(relation("evil.example"), Relation::unknown);
  EXPECT_EQ(json(get(kBlocks, bearer(root_))), Json::array());
}

TEST_F(ApiAdminDomains, ArePaged) {
  std::vector<std::string> ids;
  for (const auto* domain : {"a.example", "b.example", "c.example"}) {
    ids.push_back(
        json(call("POST", kBlocks, root_, {{"domain", domain}}))["id"].get<std::string>());
  }
  const auto page = get(kBlocks + "?limit=2", bearer(root_));
  EXPECT_EQ(json(page).at(0)["domain"], "c.example");
  EXPECT_THAT(header(page, "Link"), HasSubstr("max_id=" + ids[1]));
  EXPECT_EQ(json(get(kBlocks + "?max_id=" + ids[1], bearer(root_))).at(0)["domain"], "a.example");
  EXPECT_EQ(json(get(kBlocks + "?limit=1&min_id=" + ids[0], bearer(root_))).at(0)["domain"],
            "b.example");
}

}  // namespace
}  // namespace hallway::test
