// hallway serve: runs a node until it is told to stop.

#include <malloc.h>
#include <signal.h>

#include <cstdio>
#include <filesystem>

#include "server/commands.h"
#include "server/log.h"
#include "server/notify.h"
#include "server/running_node.h"

namespace hallway {
namespace {

// Threads are many and short of memory needs; an arena for each would be most of what we take.
constexpr int kArenas = 2;

// Blocked in every thread that begins after this, so that only wait_for_end sees them.
sigset_t block_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals, signal);
  ::sigprocmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

void wait_for_end(const sigset_t& signals) {
  for (;;) {
    int signal = 0;
    if (::sigwait(&signals, &signal) != 0) continue;
    if (signal != SIGHUP) return;
    // The listener looks at its certificate files as connections come, at most once a second.
    log::info("node.reload", {{"certificates", "read again where they have changed"}});
  }
}

void say(const RunningNode& running) {
  const auto& config = running.config();
  std::printf("%s/ is served here, on %s port %d.\n", config.origin().c_str(),
              config.node.bind.c_str(), config.node.port);
  if (running.setup_link()) {
    std::printf("There is no administrator yet. Within 30 minutes, make one here:\n  %s\n",
                running.setup_link()->c_str());
  }
  std::fflush(stdout);
}

Result<void> serve(const Json& arguments) {
  const std::filesystem::path dir = TRY(text_argument(arguments, "data"));
  ::mallopt(M_ARENA_MAX, kArenas);
  const auto signals = block_signals();
  auto running = TRY(RunningNode::start(dir));
  say(*running);
  log::info("node.started", {{"domain", running->config().node.domain.text()},
                             {"port", running->config().node.port}});
  notify_service_manager("READY=1\nSTATUS=Serving " + running->config().origin());
  wait_for_end(signals);
  notify_service_manager("STOPPING=1\nSTATUS=Answering what is in flight");
  log::info("node.stopping");
  running.reset();
  log::info("node.stopped");
  return {};
}

}  // namespace

std::vector<Command> serve_commands() {
  return {{.name = "serve",
           .sentence = "Run the node; SIGTERM stops it, SIGHUP reads certificates again",
           .arguments = {{"DIR", "data", "The node's data folder", true}},
           .run_here = serve}};
}

}  // namespace hallway
