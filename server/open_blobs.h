#pragma once
// Where the files of a node lie, as its configuration says.

#include <filesystem>
#include <memory>

#include "server/blobs.h"
#include "server/client.h"
#include "server/config.h"
#include "server/s3.h"
#include "storage/values/time.h"

namespace hallway {

// How the storage is reached: straight, not by way of the proxy to other nodes.
ClientOptions storage_client_options(const Config& config);

// What the blobs are made with; all outlives them. `storage` may be null where [s3] is not set.
struct BlobsParts {
  HttpClient* storage = nullptr;
  const Clock& clock;
};
std::unique_ptr<Blobs> make_blobs(const std::filesystem::path& dir, const Config& config,
                                  const BlobsParts& parts);

// For commands, beside the node: with a client of their own, whose thread runs from here on.
class StorageBeside {
 public:
  // Errors: unavailable.
  static Result<StorageBeside> open(const Config& config);
  // Null where [s3] is not set.
  [[nodiscard]] HttpClient* client() const { return client_.get(); }

 private:
  std::unique_ptr<CurlClient> client_;
};

}  // namespace hallway
