#include "server/open_blobs.h"

#include <gtest/gtest.h>

#include "server/bucket_blobs.h"
#include "server/folder_blobs.h"
#include "tests/support/bucket.h"
#include "tests/support/store.h"

namespace hallway::test {
namespace {

TEST(OpenBlobs, LieInTheFolderUnlessABucketIsSet) {
  const TempDir dir;
  const SystemClock clock;
  Config config;
  const auto none = StorageBeside::open(config);
  ASSERT_TRUE(none.ok());
  EXPECT_EQ(none->client(), nullptr);
  const auto plain = make_blobs(dir.path(), config, {none->client(), clock});
  EXPECT_NE(dynamic_cast<FolderBlobs*>(plain.get()), nullptr);
  config.s3 = bucket_config();
  const auto some = StorageBeside::open(config);
  ASSERT_TRUE(some.ok());
  ASSERT_NE(some->client(), nullptr);
  const auto stored = make_blobs(dir.path(), config, {some->client(), clock});
  EXPECT_NE(dynamic_cast<BucketBlobs*>(stored.get()), nullptr);
}

TEST(OpenBlobs, PlainHttpIsSpokenOnlyWhereTheOperatorSaysSo) {
  Config config;
  config.s3 = bucket_config();
  config.http.proxy = "http://proxy.example:3128";
  EXPECT_TRUE(storage_client_options(config).allow_plain_http);
  EXPECT_TRUE(storage_client_options(config).proxy.empty());
  config.s3.endpoint = "https://s3.example";
  EXPECT_FALSE(storage_client_options(config).allow_plain_http);
}

}  // namespace
}  // namespace hallway::test
