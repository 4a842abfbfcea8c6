#include "server/open_node.h"

#include "server/version.h"

namespace hallway {

Result<Config> config_of(const std::filesystem::path& dir) {
  auto config = load_config(dir, process_environment());
  if (!config.ok() && config.error().code == Code::not_found) {
    return fail(Code::not_found, dir.string() + " holds no node; make one with: hallway init " +
                                     dir.string() + " --domain DOMAIN");
  }
  return config;
}

Result<Home> home_of(const Config& config) {
  return Home::of(config.node.domain.text(), !config.federation.plain_http, Mode::allowlist);
}

ClientOptions client_options(const Config& config) {
  ClientOptions options;
  options.user_agent = "Hallway/" + std::string(kVersion) + " (+" + config.origin() + "/)";
  options.allow_plain_http = config.federation.plain_http;
  options.ca_file = config.http.ca_file;
  options.proxy = config.http.proxy;
  if (config.federation.max_transfers > 0) options.max_active = config.federation.max_transfers;
  return options;
}

Result<std::unique_ptr<OpenNode>> OpenNode::open(const std::filesystem::path& dir) {
  return open(dir, TRY(config_of(dir)));
}

Result<std::unique_ptr<OpenNode>> OpenNode::open(const std::filesystem::path& dir,
                                                 const Config& config) {
  std::unique_ptr<OpenNode> opened(new OpenNode);
  opened->client_ = TRY(CurlClient::start(client_options(config)));
  opened->storage_ = TRY(StorageBeside::open(config));
  opened->node_ = TRY(Node::open(dir, config,
                                 {.clock = opened->clock_,
                                  .random = opened->random_,
                                  .client = *opened->client_,
                                  .storage = opened->storage_.client()}));
  return opened;
}

}  // namespace hallway
