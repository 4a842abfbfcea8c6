#include "server/open_blobs.h"

#include "server/bucket_blobs.h"
#include "server/folder_blobs.h"
#include "server/version.h"

namespace hallway {
namespace {

constexpr size_t kTransfers = 64;

}  // namespace

ClientOptions storage_client_options(const Config& config) {
  ClientOptions options;
  options.user_agent = "Hallway/" + std::string(kVersion);
  options.allow_plain_http = config.s3.endpoint.starts_with("http://");
  options.ca_file = config.http.ca_file;
  options.max_active = kTransfers;
  return options;
}

std::unique_ptr<Blobs> make_blobs(const std::filesystem::path& dir, const Config& config,
                                  const BlobsParts& parts) {
  const auto folder = dir / "media";
  if (config.s3.bucket.empty() || parts.storage == nullptr) {
    return std::make_unique<FolderBlobs>(folder);
  }
  auto s3 = std::make_shared<const S3>(*parts.storage, config.s3);
  return std::make_unique<BucketBlobs>(std::move(s3), folder, parts.clock);
}

Result<StorageBeside> StorageBeside::open(const Config& config) {
  StorageBeside beside;
  if (!config.s3.bucket.empty()) {
    beside.client_ = TRY(CurlClient::start(storage_client_options(config)));
  }
  return beside;
}

}  // namespace hallway
