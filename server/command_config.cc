// hallway config check, config show: what a node is set to, without starting it.

#include <cstdio>
#include <filesystem>
#include <utility>

#include "server/commands.h"
#include "server/config_options.h"
#include "server/open_node.h"

namespace hallway {
namespace {

std::string list_text(const std::vector<Cidr>& list) {
  std::string text;
  for (const auto& one : list) text += (text.empty() ? "" : ",") + to_string(one);
  return text;
}

std::string list_text(const std::vector<std::string>& list) {
  std::string text;
  for (const auto& one : list) text += (text.empty() ? "" : ",") + one;
  return text;
}

// The proxy's address may carry a password.
std::string without_secret(const std::string& address) {
  const size_t at = address.rfind('@');
  const size_t from = address.find("://");
  if (at == std::string::npos || from == std::string::npos || at < from) return address;
  return address.substr(0, from + 3) + "***" + address.substr(at);
}

std::string seconds_text(Duration duration) { return std::to_string(duration.ms / 1'000); }

std::string_view name_of(LogLevel level) {
  switch (level) {
    case LogLevel::debug: return "debug";
    case LogLevel::info: return "info";
    case LogLevel::warn: return "warn";
    case LogLevel::error: break;
  }
  return "error";
}

std::string_view name_of(BlocksShown shown) {
  if (shown == BlocksShown::everybody) return "all";
  return shown == BlocksShown::members ? "users" : "disabled";
}

std::string_view name_of(SignUp mode) {
  if (mode == SignUp::open) return "open";
  return mode == SignUp::approval ? "approval" : "closed";
}

// Each option as a variable would say it.
std::vector<std::pair<std::string_view, std::string>> values_of(const Config& c) {
  const auto number = [](auto n) { return std::to_string(n); };
  return {{"node.domain", c.node.domain.text()},
          {"node.port", number(c.node.port)},
          {"node.bind", c.node.bind},
          {"node.name", c.node.name},
          {"node.description", c.node.description},
          {"node.mode", c.node.mode == FederationMode::open ? "open" : "allowlist"},
          {"node.languages", list_text(c.node.languages)},
          {"about.contact_email", c.about.contact_email},
          {"about.contact_account", c.about.contact_account},
          {"about.rules_file", c.about.rules_file},
          {"about.description_file", c.about.description_file},
          {"about.privacy_file", c.about.privacy_file},
          {"about.terms_folder", c.about.terms_folder},
          {"about.source", c.about.source},
          {"about.domain_blocks", std::string(name_of(c.about.blocks_shown))},
          {"registration.mode", std::string(name_of(c.registration.mode))},
          {"registration.message", c.registration.message},
          {"tls.cert", c.tls.cert},
          {"tls.key", c.tls.key},
          {"proxy.trusted", list_text(c.proxy.trusted)},
          {"federation.plain_http", c.federation.plain_http ? "true" : "false"},
          {"federation.permit", list_text(c.federation.permit)},
          {"federation.max_body", number(c.federation.max_body)},
          {"federation.ca_file", c.federation.ca_file},
          {"federation.max_transfers", number(c.federation.max_transfers)},
          {"http.proxy", without_secret(c.http.proxy)},
          {"http.ca_file", c.http.ca_file},
          {"retention.remote_posts_days", number(c.retention.remote_posts_days)},
          {"questions.ask_after_hours", number(c.questions.ask_after_hours)},
          {"limits.workers", number(c.limits.workers)},
          {"limits.queue", number(c.limits.queue)},
          {"limits.connections", number(c.limits.connections)},
          {"limits.head_bytes", number(c.limits.head_bytes)},
          {"limits.body_bytes", number(c.limits.body_bytes)},
          {"limits.head_seconds", seconds_text(c.limits.head_deadline)},
          {"limits.body_seconds", seconds_text(c.limits.body_deadline)},
          {"limits.idle_seconds", seconds_text(c.limits.idle_deadline)},
          {"limits.stop_seconds", seconds_text(c.limits.stop_grace)},
          {"limits.api_requests", number(c.limits.api_requests)},
          {"limits.api_uploads", number(c.limits.api_uploads)},
          {"limits.api_deletions", number(c.limits.api_deletions)},
          {"media.picture_mib", number(c.media.picture_bytes >> 20)},
          {"media.film_mib", number(c.media.film_bytes >> 20)},
          {"media.film_seconds", number(c.media.film_seconds)},
          {"media.attachments", number(c.media.attachments)},
          {"media.cache_mib", number(c.media.cache_bytes >> 20)},
          {"s3.endpoint", c.s3.endpoint},
          {"s3.bucket", c.s3.bucket},
          {"s3.region", c.s3.region},
          {"s3.access_key", c.s3.access_key},
          {"s3.secret", c.s3.secret.empty() || !c.s3.secret_file.empty() ? "" : "***"},
          {"s3.secret_file", c.s3.secret_file},
          {"s3.prefix", c.s3.prefix},
          {"metrics.port", number(c.metrics.port)},
          {"metrics.bind", c.metrics.bind},
          {"log.level", std::string(name_of(c.log.level))},
          {"log.format", c.log.format == LogFormat::json ? "json" : "logfmt"},
          {"storage.map_gib", number(c.storage.map_bytes >> 30)}};
}

Result<void> check(const Json& arguments) {
  const std::filesystem::path dir = TRY(text_argument(arguments, "data"));
  const auto config = TRY(config_of(dir));
  std::printf("%s is fine: %s, listening on %s port %d\n", (dir / "hallway.toml").c_str(),
              config.origin().c_str(), config.node.bind.c_str(), config.node.port);
  return {};
}

Result<void> config_show(const Json& arguments) {
  const std::filesystem::path dir = TRY(text_argument(arguments, "data"));
  std::fputs(config_text(TRY(config_of(dir))).c_str(), stdout);
  return {};
}

}  // namespace

std::string config_text(const Config& config) {
  std::string text;
  std::string_view section;
  const auto values = values_of(config);
  for (const auto& option : options()) {
    if (option.section != section) {
      text += std::string(text.empty() ? "" : "\n") + "[" + std::string(option.section) + "]\n";
      section = option.section;
    }
    for (const auto& [name, value] : values) {
      if (name == option.name()) {
        text += std::string(option.key) + " = " + to_toml(option.kind, value) + "\n";
      }
    }
  }
  return text;
}

std::vector<Command> config_commands() {
  return {{.name = "config check",
           .sentence = "Read hallway.toml and the variables; name whatever is wrong in them",
           .arguments = {kDirArgument},
           .run_here = check},
          {.name = "config show",
           .sentence = "Print every option as it is in force",
           .arguments = {kDirArgument},
           .run_here = config_show}};
}

}  // namespace hallway
