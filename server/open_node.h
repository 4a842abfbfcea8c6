#pragma once
// A Node on a data folder with the real world around it: the system's clock and randomness, HTTP
// over libcurl. What `serve` runs, and what a command works in while no node runs.

#include <filesystem>
#include <memory>

#include "server/client.h"
#include "server/config.h"
#include "server/node.h"
#include "server/open_blobs.h"

namespace hallway {

class OpenNode {
 public:
  // Errors: not_found (DIR holds no node), conflict (another process has it), invalid
  // (configuration), and those of Node::open.
  static Result<std::unique_ptr<OpenNode>> open(const std::filesystem::path& dir);
  static Result<std::unique_ptr<OpenNode>> open(const std::filesystem::path& dir,
                                                const Config& config);

  [[nodiscard]] Node& node() { return *node_; }
  [[nodiscard]] CurlClient& client() { return *client_; }

 private:
  OpenNode() = default;
  SystemClock clock_;
  SystemRandom random_;
  std::unique_ptr<CurlClient> client_;
  StorageBeside storage_;
  std::unique_ptr<Node> node_;  // last: it uses the others until its end
};

// Where a node of this configuration lives, for those that look at its folder from outside.
Result<Home> home_of(const Config& config);

// How a node of this configuration reaches others: over which proxy, trusting whom.
ClientOptions client_options(const Config& config);

// The configuration of a node's folder. Fails with not_found where DIR holds no node, saying how to
// make one.
Result<Config> config_of(const std::filesystem::path& dir);

}  // namespace hallway
