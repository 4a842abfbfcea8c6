#pragma once
// A node that runs: everything of open_node.h, and around it the threads, sockets and signals of a
// process that serves.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "server/control.h"
#include "server/listener.h"
#include "server/open_node.h"
#include "server/workers.h"

namespace hallway {

class RunningNode {
 public:
  // Opens DIR and serves it. When this returns, requests and commands are answered. Errors: those
  // of OpenNode::open, Listener::start (a port that is taken) and ControlSocket::start.
  static Result<std::unique_ptr<RunningNode>> start(const std::filesystem::path& dir);
  // Answers what is in flight, drains the writer, lets go of the folder.
  ~RunningNode();
  RunningNode(const RunningNode&) = delete;
  RunningNode& operator=(const RunningNode&) = delete;

  [[nodiscard]] const Config& config() const { return config_; }
  [[nodiscard]] Node& node() { return opened_->node(); }
  // The one-time link for the first administrator; nothing where there is one.
  [[nodiscard]] const std::optional<std::string>& setup_link() const { return setup_link_; }

 private:
  explicit RunningNode(Config config) : config_(std::move(config)) {}
  Result<void> open(const std::filesystem::path& dir);
  Result<void> offer_setup();
  Result<void> listen();
  Result<void> listen_for_metrics();
  void count_listener();

  Config config_;
  std::unique_ptr<OpenNode> opened_;
  std::unique_ptr<Workers> workers_;
  std::unique_ptr<Listener> listener_, metrics_listener_;
  std::unique_ptr<ControlSocket> control_;
  std::optional<std::string> setup_link_;
};

}  // namespace hallway
