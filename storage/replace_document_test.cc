#include "storage/replace_document.h"

#include "storage/log.h"
#include "storage/posts.h"
#include "storage/values/random.h"
#include "tests/support/rows.h"

namespace hallway::test {
namespace {

class ReplaceDocument : public StoreTest {
 protected:
  uint64_t log(const std::string& text) {
    return write([&](WriteTxn& txn) { return append_log(txn, seal(random_, text), {.at = kNow}); });
  }
  Post add() {
    Post post{.iri = iri("https://a.example/1"), .author = kAlice, .published = kNow};
    post.document = log("first");
    write([&](WriteTxn& txn) { return add_post(txn, post, kNow); });
    return post;
  }
  SystemRandom random_;
};

TEST_F(ReplaceDocument, TheOneBeforeGoesAndNoVersionIsLeft) {
  const auto post = add();
  const auto second = log("second");
  write([&](WriteTxn& txn) { return replace_document(txn, post.id, second); });
  const auto known = find_post(read(), post.id).value();
  EXPECT_EQ(known.document, second);
  EXPECT_TRUE(known.earlier.empty());
  EXPECT_FALSE(find_payload(read(), post.document));
  EXPECT_TRUE(find_payload(read(), second));
}

TEST_F(ReplaceDocument, OfWhatIsNotThereThereIsNone) {
  const auto post = add();
  const auto replace = [&](Id id) {
    return writer_->apply([&](WriteTxn& txn) { return replace_document(txn, id, 7); });
  };
  EXPECT_EQ(replace(Id{7}).error().code, Code::not_found);
  write([&](WriteTxn& txn) { return bury_post(txn, post.id, kNow); });
  EXPECT_EQ(replace(post.id).error().code, Code::not_found);
}

}  // namespace
}  // namespace hallway::test
