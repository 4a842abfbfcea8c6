#include "server/running_node.h"

#include <algorithm>

#include "server/commands.h"
#include "server/health.h"
#include "server/log.h"
#include "server/secrets.h"
#include "server/upload_limit.h"

namespace hallway {
namespace {

// Of all bodies that are being read or handled: some thousand activities, or eight that are as
// large as may be; and two uploads beside them. Who comes then is answered 503.
constexpr size_t kMostBuffered = 8 * 1024 * 1024;

ListenerOptions options_of(const Config& config) {
  ListenerOptions options;
  options.bind = config.node.bind;
  options.port = config.node.port;
  if (!config.tls.cert.empty()) options.tls = TlsFiles{config.tls.cert, config.tls.key};
  options.trusted_proxies = config.proxy.trusted;
  options.max_head_bytes = config.limits.head_bytes;
  options.max_body_bytes = config.limits.body_bytes;
  options.max_buffered_bytes = std::max(kMostBuffered, 2 * config.limits.body_bytes);
  options.max_upload_bytes = 2 * std::max(config.media.film_bytes, config.media.picture_bytes) +
                             2 * config.media.picture_bytes;
  options.max_connections = config.limits.connections;
  options.workers = config.limits.workers;
  options.max_queue = config.limits.queue;
  options.head_deadline = config.limits.head_deadline;
  options.body_deadline = config.limits.body_deadline;
  options.idle_deadline = config.limits.idle_deadline;
  return options;
}

// `what` of a port that is taken does not say how to choose another.
Error with_fix(Error error, std::string_view option) {
  if (error.code == Code::unavailable) {
    error.what += "; choose another with [" + std::string(option) + "] port in hallway.toml";
  }
  return error;
}

Result<Json> perform(Node& node, std::string_view name, const Json& arguments) {
  const auto* command = find_command(name);
  if (!command || !command->run) {
    return fail(Code::invalid, "the node that runs does not know the command \"" +
                                   std::string(name) + "\"; it may be older than this program");
  }
  auto result = command->run(node, arguments);
  if (result.ok()) {
    log::info("command.done", {{"command", name}});
  } else {
    log::info("command.refused", {{"command", name}, {"code", name_of(result.error().code)}});
  }
  return result;
}

}  // namespace

Result<std::unique_ptr<RunningNode>> RunningNode::start(const std::filesystem::path& dir) {
  auto config = TRY(config_of(dir));
  std::unique_ptr<RunningNode> running(new RunningNode(std::move(config)));
  log::start(running->config_.log.level, running->config_.log.format);
  TRY(running->open(dir));
  return running;
}

RunningNode::~RunningNode() {
  if (listener_) listener_->stop(config_.limits.stop_grace);
  if (metrics_listener_) metrics_listener_->stop(Duration{0});
  control_.reset();
  workers_.reset();
  opened_.reset();
}

Result<void> RunningNode::open(const std::filesystem::path& dir) {
  opened_ = TRY(OpenNode::open(dir, config_));
  TRY(offer_setup());
  TRY(listen());
  TRY(listen_for_metrics());
  control_ = TRY(ControlSocket::start(dir, [this](std::string_view name, const Json& arguments) {
    return perform(node(), name, arguments);
  }));
  workers_ = std::make_unique<Workers>(node());
  return {};
}

Result<void> RunningNode::offer_setup() {
  {
    const auto txn = TRY(node().read());
    if (has_admin(txn)) return {};
  }
  setup_link_ = TRY(make_setup_link(node()));
  return {};
}

Result<void> RunningNode::listen() {
  auto options = options_of(config_);
  options.body_limit = [this](const Request& head) { return body_limit(node(), head); };
  options.health = [this](std::string_view path) { return health(node(), path); };
  auto started = Listener::start(std::move(options), [this](Request request, Respond respond) {
    node().handle(std::move(request), std::move(respond));
  });
  if (!started.ok()) return with_fix(started.error(), "node");
  listener_ = std::move(*started);
  node().metrics().before_scrape([this] { count_listener(); });
  return {};
}

Result<void> RunningNode::listen_for_metrics() {
  if (config_.metrics.port == 0) return {};
  ListenerOptions options;
  options.bind = config_.metrics.bind;
  options.port = config_.metrics.port;
  options.workers = 1;
  options.max_connections = 64;
  auto started = Listener::start(std::move(options), [this](const Request& request) {
    if (request.path != "/metrics") return refusal(404, "only /metrics is here");
    return text_answer(200, "text/plain; version=0.0.4; charset=utf-8", node().metrics_text());
  });
  if (!started.ok()) return with_fix(started.error(), "metrics");
  metrics_listener_ = std::move(*started);
  return {};
}

void RunningNode::count_listener() {
  auto& metrics = node().metrics();
  const auto now = listener_->stats();
  const auto set = [&](const char* name, const char* help, uint64_t value) {
    metrics.gauge(name, help).set(static_cast<double>(value));
  };
  set("hallway_connections", "Connections open now", now.connections);
  set("hallway_streams", "Connections that are told what happens as it happens", now.streams);
  set("hallway_requests_queued", "Requests that wait for a thread", now.queued);
  set("hallway_requests_in_flight", "Requests being answered", now.in_flight);
  set("hallway_requests_saturated", "Requests answered 503 since the start", now.saturated);
  set("hallway_requests_refused_early", "Requests refused before any handler since the start",
      now.refused);
  set("hallway_requests_timed_out", "Connections closed at a deadline since the start",
      now.timed_out);
}

}  // namespace hallway
