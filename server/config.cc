#include "server/config.h"

#include <fcntl.h>
#include <toml++/toml.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "server/config_options.h"

extern char** environ;

namespace hallway {
namespace {

constexpr std::string_view kFileName = "hallway.toml";

// Edits that lead from one word to the other (Levenshtein).
size_t distance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = std::exchange(row[0], i);
    for (size_t j = 1; j <= b.size(); ++j) {
      size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, changed}));
    }
  }
  return row[b.size()];
}

// " Did you mean ...?", of the names that `name_of` gives; empty where nothing is near.
template <class NameOf>
std::string suggestion(std::string_view wrong, NameOf name_of) {
  std::string best;
  size_t nearest = std::max<size_t>(2, wrong.size() / 3) + 1;
  for (const Option& option : options()) {
    std::string candidate = name_of(option);
    if (size_t d = distance(wrong, candidate); d < nearest) {
      nearest = d;
      best = candidate;
    }
  }
  return best.empty() ? "; see docs/configuration.md" : "; did you mean " + best + "?";
}

const Option* find_option(std::string_view section, std::string_view key) {
  auto found = std::ranges::find_if(
      options(), [&](const Option& o) { return o.section == section && o.key == key; });
  return found == options().end() ? nullptr : &*found;
}

bool is_section(std::string_view name) {
  return std::ranges::any_of(options(), [&](const Option& o) { return o.section == name; });
}

// A configuration as it is put together, and where each option was set last.
struct Draft {
  Config config;
  std::map<std::string, std::string> places;  // "node.port" -> "hallway.toml:3" or a variable

  [[nodiscard]] std::string place(const std::string& name, const std::string& otherwise) const {
    auto found = places.find(name);
    return found == places.end() ? otherwise : found->second;
  }
};

Result<void> store(Draft& draft, const Option& option, const OptionValue& value,
                   const std::string& place) {
  if (auto complaint = option.set(draft.config, value)) {
    return fail(Code::invalid, place + ": " + option.name() + " " + *complaint);
  }
  draft.places[option.name()] = place;
  return {};
}

std::optional<OptionValue> value_of(OptionKind kind, const toml::node& node) {
  switch (kind) {
    case OptionKind::text:
      if (const auto* text = node.as_string()) return OptionValue(text->get());
      return std::nullopt;
    case OptionKind::number:
      if (const auto* number = node.as_integer()) return OptionValue(number->get());
      return std::nullopt;
    case OptionKind::flag:
      if (const auto* flag = node.as_boolean()) return OptionValue(flag->get());
      return std::nullopt;
    case OptionKind::list: break;
  }
  if (!node.is_array()) return std::nullopt;
  std::vector<std::string> list;
  for (const auto& element : *node.as_array()) {
    if (!element.is_string()) return std::nullopt;
    list.push_back(element.as_string()->get());
  }
  return OptionValue(std::move(list));
}

Result<void> read_section(Draft& draft, std::string_view section, const toml::table& table,
                          const std::string& file) {
  for (const auto& [key, node] : table) {
    const std::string place = file + ":" + std::to_string(node.source().begin.line);
    const std::string name = std::string(section) + "." + std::string(key.str());
    const Option* option = find_option(section, key.str());
    if (option == nullptr) {
      return fail(Code::invalid, place + ": " + name + " is no option" +
                                     suggestion(name, [](const Option& o) { return o.name(); }));
    }
    auto value = value_of(option->kind, node);
    if (!value) {
      return fail(Code::invalid, place + ": " + name + " must be " +
                                     std::string(kind_phrase(option->kind)) +
                                     ", as in: " + std::string(key.str()) + " = " +
                                     to_toml(option->kind, option->fallback));
    }
    TRY(store(draft, *option, *value, place));
  }
  return {};
}

Result<toml::table> parse_toml(std::string_view text, const std::string& file) {
  try {
    return toml::parse(text, file);
  } catch (const toml::parse_error& e) {
    std::string what(e.description());
    std::ranges::replace(what, '\n', ' ');
    return fail(Code::invalid,
                file + ":" + std::to_string(e.source().begin.line) + ": not TOML: " + what);
  } catch (const std::exception& e) {
    return fail(Code::invalid, file + ": not TOML: " + e.what());
  }
}

Result<void> read_text(Draft& draft, std::string_view text, const std::string& file) {
  const toml::table root = TRY(parse_toml(text, file));
  for (const auto& [key, node] : root) {
    const std::string place = file + ":" + std::to_string(node.source().begin.line);
    const std::string name(key.str());
    if (!node.is_table()) {
      return fail(Code::invalid, place + ": " + name + " stands in no section; put it under one, " +
                                     "as in: [node]");
    }
    if (!is_section(name)) {
      return fail(Code::invalid, place + ": [" + name + "] is no section" +
                                     suggestion("[" + name + "]", [](const Option& o) {
                                       return "[" + std::string(o.section) + "]";
                                     }));
    }
    TRY(read_section(draft, name, *node.as_table(), file));
  }
  return {};
}

// Names like HALLWAY_NODE_PORTS: ours by their section, but no option.
bool looks_like_ours(std::string_view variable) {
  return std::ranges::any_of(options(), [&](const Option& o) {
    auto name = o.variable();
    return variable.starts_with(std::string_view(name).substr(0, name.size() - o.key.size()));
  });
}

Result<void> read_environment(Draft& draft, const Environment& environment) {
  for (const auto& [name, text] : environment) {
    if (!name.starts_with("HALLWAY_")) continue;
    const std::string& variable = name;  // what a lambda may hold
    auto option =
        std::ranges::find_if(options(), [&](const Option& o) { return o.variable() == variable; });
    if (option == options().end()) {
      if (!looks_like_ours(name)) continue;
      return fail(Code::invalid, name + " is no option" + suggestion(name, [](const Option& o) {
                                   return o.variable();
                                 }));
    }
    auto value = read_option(option->kind, text);
    if (!value) {
      return fail(Code::invalid, name + ": " + option->name() + " must be " +
                                     std::string(kind_phrase(option->kind)) + ", not \"" + text +
                                     "\"");
    }
    TRY(store(draft, *option, *value, name));
  }
  return {};
}

// What options mean only together.
Result<void> check_together(Draft& draft, const std::string& file) {
  Config& config = draft.config;
  if (config.node.domain.empty()) {
    return fail(Code::invalid, draft.place("node.domain", file) +
                                   ": node.domain is missing; set it under [node], as in: "
                                   "domain = \"social.example.org\"");
  }
  if (!config.federation.permit.empty() && !config.federation.plain_http) {
    return fail(Code::invalid, draft.place("federation.permit", file) +
                                   ": federation.permit is only for tests with plain_http = true; "
                                   "for one partner use: hallway partner add DOMAIN --permit CIDR");
  }
  if (config.tls.cert.empty() != config.tls.key.empty()) {
    const bool cert = config.tls.cert.empty();
    return fail(Code::invalid, draft.place(cert ? "tls.key" : "tls.cert", file) + ": tls." +
                                   (cert ? "cert" : "key") +
                                   " is missing; set both cert and key, or none");
  }
  if (!config.http.ca_file.empty() && !config.federation.ca_file.empty()) {
    return fail(Code::invalid, draft.place("federation.ca_file", file) +
                                   ": federation.ca_file is the former name of http.ca_file, which "
                                   "is set too; keep that one");
  }
  if (config.metrics.port != 0 && config.metrics.port == config.node.port) {
    return fail(Code::invalid,
                draft.place("metrics.port", file) + ": metrics.port must differ from node.port");
  }
  return {};
}

// A bucket with all that it takes to use it, or none.
Result<void> check_bucket(Draft& draft, const std::string& file) {
  const Config::S3& s3 = draft.config.s3;
  const std::pair<std::string_view, bool> wanted[] = {
      {"s3.endpoint", !s3.endpoint.empty()},
      {"s3.bucket", !s3.bucket.empty()},
      {"s3.access_key", !s3.access_key.empty()},
      {"s3.secret_file", !s3.secret.empty() || !s3.secret_file.empty()}};
  std::string set, missing;
  for (const auto& [name, there] : wanted) (there ? set : missing) = std::string(name);
  if (!set.empty() && !missing.empty()) {
    return fail(Code::invalid, draft.place(set, file) + ": " + missing +
                                   " is missing; set endpoint, bucket, access_key and secret_file "
                                   "(or HALLWAY_S3_SECRET), or none");
  }
  if (!s3.secret.empty() && !s3.secret_file.empty()) {
    return fail(Code::invalid,
                draft.place("s3.secret_file", file) + ": s3.secret is set too; keep one of them");
  }
  return {};
}

// The first line of the file.
Result<void> read_secret(Draft& draft, const std::string& file) {
  Config::S3& s3 = draft.config.s3;
  if (s3.secret_file.empty()) return {};
  std::ifstream in(s3.secret_file);
  if (!std::getline(in, s3.secret) || s3.secret.empty()) {
    return fail(Code::invalid, draft.place("s3.secret_file", file) + ": " + s3.secret_file +
                                   " cannot be read, or is empty");
  }
  while (s3.secret.ends_with('\r') || s3.secret.ends_with(' ')) s3.secret.pop_back();
  return {};
}

void resolve_path(std::string& path, const std::filesystem::path& dir) {
  if (!path.empty()) path = std::filesystem::absolute(dir / path).lexically_normal().string();
}

Result<Config> build(std::string_view text, const std::filesystem::path& dir,
                     const Environment& environment) {
  const std::string file = (dir / kFileName).string();
  Draft draft;
  for (const Option& option : options()) {
    auto value = read_option(option.kind, option.fallback);
    if (!value) return fail(Code::internal, option.name() + " has a bad default");
    TRY(store(draft, option, *value, "default"));
  }
  draft.places.clear();
  TRY(read_text(draft, text, file));
  TRY(read_environment(draft, environment));
  TRY(check_together(draft, file));
  TRY(check_bucket(draft, file));
  Config& config = draft.config;
  if (config.node.name.empty()) config.node.name = config.node.domain.text();
  resolve_path(config.about.rules_file, dir);
  resolve_path(config.about.description_file, dir);
  resolve_path(config.about.privacy_file, dir);
  resolve_path(config.about.terms_folder, dir);
  resolve_path(config.tls.cert, dir);
  resolve_path(config.tls.key, dir);
  if (config.http.ca_file.empty()) config.http.ca_file = config.federation.ca_file;
  resolve_path(config.http.ca_file, dir);
  resolve_path(config.s3.secret_file, dir);
  TRY(read_secret(draft, file));
  return std::move(draft.config);
}

std::string initial_text(const InitialConfig& initial) {
  std::string text =
      "# Configuration of this Hallway node. What is commented out shows the default.\n"
      "# Each key can be overridden by an environment variable, like HALLWAY_NODE_PORT.\n";
  std::string_view section;
  for (const Option& option : options()) {
    if (option.section != section) {
      section = option.section;
      text.append("\n[").append(section).append("]\n");
    }
    std::string given;
    if (option.name() == "node.domain") given = initial.domain;
    if (option.name() == "node.mode") given = initial.mode;
    if (option.name() == "node.port" && initial.port != 0) given = std::to_string(initial.port);
    text.append("# ").append(option.sentence).append("\n").append(given.empty() ? "# " : "");
    text.append(option.key).append(" = ");
    text.append(to_toml(option.kind, given.empty() ? option.fallback : given)).append("\n");
  }
  return text;
}

}  // namespace

std::string Config::origin() const {
  return (federation.plain_http ? "http://" : "https://") + node.domain.text();
}

Environment process_environment() {
  Environment result;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    std::string_view text(*entry);
    if (auto equals = text.find('='); equals != std::string_view::npos) {
      result.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
  }
  return result;
}

Result<Config> load_config(const std::filesystem::path& dir, const Environment& environment) {
  const std::string file = (dir / kFileName).string();
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  if (!in || !(text << in.rdbuf())) {
    return fail(Code::not_found, file + " cannot be read; make a node with: hallway init " +
                                     dir.string() + " --domain DOMAIN");
  }
  return build(text.str(), dir, environment);
}

Result<void> write_initial_config(const std::filesystem::path& dir, const InitialConfig& initial) {
  const std::string text = initial_text(initial);
  if (auto built = build(text, dir, {}); !built) return std::move(built).error();
  const std::string file = (dir / kFileName).string();
  int fd = open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (fd < 0 && errno == EEXIST) return fail(Code::conflict, file + " exists already");
  if (fd < 0) return fail(Code::unavailable, file + " cannot be written: " + strerror(errno));
  bool written =
      write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && fsync(fd) == 0;
  close(fd);
  if (!written) {
    unlink(file.c_str());
    return fail(Code::unavailable, file + " cannot be written: " + strerror(errno));
  }
  return {};
}

std::string configuration_markdown() {
  std::string text =
      "# Configuration\n\n"
      "`hallway.toml` in the data folder holds the configuration, in TOML. Each key can be "
      "overridden by the\nenvironment variable in the last column; lists are separated by commas "
      "there. `hallway config check DIR` says\nwhether all is well. This page is made from the "
      "table in `server/config_options.cc`.\n";
  std::string_view section;
  for (const Option& option : options()) {
    if (option.section != section) {
      section = option.section;
      text.append("\n## [").append(section).append("]\n\n");
      text.append("| key | default | meaning | variable |\n| --- | --- | --- | --- |\n");
    }
    text.append("| `").append(option.key).append("` | `");
    text.append(to_toml(option.kind, option.fallback)).append("` | ").append(option.sentence);
    text.append(" | `").append(option.variable()).append("` |\n");
  }
  return text;
}

}  // namespace hallway
