#include "federation/profile_page.h"

#include <gmock/gmock.h>

#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;

TEST(ProfilePage, IsNamedByAFieldThatIsAnAddress) {
  EXPECT_EQ(profile_page_of({"Site", "https://a.example/x?a=1&amp;b=2"})->text(),
            "https://a.example/x?a=1&b=2");
  for (const auto* value : {"", "a.example", "see https://a.example/", "mailto:x@a.example",
                            "<a href=\"https://a.example/\">https://a.example/</a>"}) {
    EXPECT_EQ(profile_page_of({"Site", value}), std::nullopt) << value;
  }
  const auto html = field_html({"Site", "https://a.example/"});
  EXPECT_THAT(html, HasSubstr("<a href=\"https://a.example/\" rel=\"me "));
  EXPECT_EQ(field_html({"Pronouns", "they &lt;all&gt;"}), "they &lt;all&gt;");
}

class ProfilePages : public ActsTest {
 protected:
  Actor with_fields(const std::vector<Field>& fields) {
    return write([&](WriteTxn& txn) -> Result<Actor> {
      Local local{txn, home_, random_, keys_, clock_.now(), now(alice_)};
      return update_profile(local, {.fields = fields});
    });
  }
  void note(const char* page, bool back) {
    write([&](WriteTxn& txn) -> Result<bool> {
      TRY(note_profile_page(txn, now(alice_), iri(page), back, clock_.now()));
      return true;
    });
  }
  Time verified(size_t field) { return now(alice_).fields.at(field).verified; }
};

TEST_F(ProfilePages, LeadBackByALinkThatSaysMe) {
  const auto page = home_.profile("alice").text(), actor = alice_.iri.text();
  const auto back = [&](const std::string& html) { return leads_back(html, home_, alice_); };
  EXPECT_TRUE(back("<a rel='me' href='" + page + "'>me</a>"));
  EXPECT_TRUE(back("<link rel='me authn' href='" + page + "/'>"));
  EXPECT_TRUE(back("<p><a href='" + actor + "' rel='noopener me'>me</a>"));
  EXPECT_FALSE(back("<a href='" + page + "'>a fan</a>"));
  EXPECT_FALSE(back("<a rel='me' href='" + home_.profile("bob").text() + "'>me</a>"));
  EXPECT_FALSE(back("<!-- <a rel='me' href='" + page + "'>me</a> -->"));
  EXPECT_FALSE(back(page));
}

TEST_F(ProfilePages, AreAskedForWheneverTheProfileChanges) {
  with_fields({{"Site", "https://remote.example/me"}, {"Team", "Pumps"}});
  EXPECT_EQ(count(Table::fetches), 1U);
  const auto due = list_due_fetches(read(), clock_.now(), 10);
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(due[0].reason, FetchReason::profile_page);
  EXPECT_EQ(due[0].about, alice_.id);
}

TEST_F(ProfilePages, WhatWasFoundIsKeptAsLongAsTheFieldLeadsThere) {
  constexpr const char* kPage = "https://remote.example/me";
  with_fields({{"Site", kPage}, {"Team", "Pumps"}});
  EXPECT_EQ(verified(0).ms, 0);
  note(kPage, true);
  const auto since = clock_.now();
  EXPECT_EQ(verified(0), since);
  clock_.advance(hours(1));
  note(kPage, true);
  EXPECT_EQ(verified(0), since) << "since when, not how long ago it was looked at";
  with_fields({{"Team", "Valves"}, {"My site", kPage}});
  EXPECT_EQ(verified(1), since);
  note("https://remote.example/other", false);
  EXPECT_EQ(verified(1), since);
  note(kPage, false);
  EXPECT_EQ(verified(1).ms, 0);
  with_fields({{"Site", "https://remote.example/other"}});
  note(kPage, true);
  EXPECT_EQ(verified(0).ms, 0) << "it leads there no more";
}

}  // namespace
}  // namespace hallway::test
