#include "storage/quotes.h"

#include <gmock/gmock.h>

#include "tests/support/rows.h"

namespace hallway {
namespace {

using namespace test;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Quotes : public StoreTest {
 protected:
  Post quote(const std::string& n) {
    Post post{.iri = iri("https://a.example/" + n), .author = kAlice};
    post.published = kNow;
    post.quote = quoted_;
    write([&](WriteTxn& txn) { return add_post(txn, post, kNow); });
    return post;
  }
  std::vector<Id> quoting(const Iri& iri) { return list_quoting(read(), iri, 10); }

  const Iri quoted_ = iri("https://b.example/1"), consent_ = iri("https://b.example/consents/1");
};

TEST_F(Quotes, AreFoundByWhatTheyQuoteAndByTheirConsent) {
  auto post = quote("1");
  const auto other = quote("2");
  EXPECT_THAT(quoting(quoted_), ElementsAre(post.id, other.id));
  EXPECT_THAT(quoting(consent_), IsEmpty());
  post.quote_consent = consent_;
  write([&](WriteTxn& txn) { return update_post(txn, post); });
  EXPECT_THAT(quoting(consent_), ElementsAre(post.id));
  post.quote = post.quote_consent = Iri();
  write([&](WriteTxn& txn) { return update_post(txn, post); });
  EXPECT_THAT(quoting(quoted_), ElementsAre(other.id));
  EXPECT_THAT(quoting(consent_), IsEmpty());
  EXPECT_THAT(quoting(Iri()), IsEmpty());
  write([&](WriteTxn& txn) { return bury_post(txn, other.id, kNow); });
  EXPECT_THAT(quoting(quoted_), IsEmpty());
}

TEST_F(Quotes, AConsentIsForOneQuoteAndGoesWithThePost) {
  const auto post = quote("1");
  const auto one = iri("https://c.example/1"), two = iri("https://c.example/2");
  for (const auto& quoting : {one, two, one}) {
    write([&](WriteTxn& txn) {
      return put_consent(txn, {.post = post.id, .quoting = quoting, .actor = kBob, .at = kNow});
    });
  }
  const auto found = find_consent(read(), post.id, sha256(one.text()));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->quoting, one);
  EXPECT_EQ(found->actor, kBob);
  EXPECT_EQ(found->at, kNow);
  EXPECT_FALSE(find_consent(read(), Id{9}, sha256(one.text())));
  write([&](WriteTxn& txn) { return erase_consent(txn, post.id, one); });
  EXPECT_FALSE(find_consent(read(), post.id, sha256(one.text())));
  EXPECT_TRUE(find_consent(read(), post.id, sha256(two.text())));
  write([&](WriteTxn& txn) { return bury_post(txn, post.id, kNow); });
  EXPECT_FALSE(find_consent(read(), post.id, sha256(two.text())));
}

}  // namespace
}  // namespace hallway
