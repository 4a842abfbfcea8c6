#include "server/config_options.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace hallway {
namespace {

using Complaint = std::optional<std::string>;

template <class Int>
Complaint into(Int& target, const OptionValue& value, int64_t low, int64_t high) {
  const int64_t number = *std::get_if<int64_t>(&value);
  if (number < low || number > high) {
    return "must be from " + std::to_string(low) + " to " + std::to_string(high);
  }
  target = static_cast<Int>(number);
  return std::nullopt;
}

// Said in MiB, kept in bytes.
Complaint into_mebibytes(size_t& target, const OptionValue& value, int64_t low, int64_t high) {
  auto complaint = into(target, value, low, high);
  if (!complaint) target *= size_t{1024} * 1024;
  return complaint;
}

Complaint into(Duration& target, const OptionValue& value, int64_t low, int64_t high) {
  int64_t number = 0;
  if (auto complaint = into(number, value, low, high)) return complaint;
  target = seconds(number);
  return std::nullopt;
}

Complaint into(std::string& target, const OptionValue& value) {
  target = *std::get_if<std::string>(&value);
  return std::nullopt;
}

Complaint into(std::vector<Cidr>& target, const OptionValue& value) {
  target.clear();
  for (const std::string& text : *std::get_if<std::vector<std::string>>(&value)) {
    auto cidr = Cidr::parse(text);
    if (!cidr) return "must list address ranges like 10.0.0.0/8, and \"" + text + "\" is none";
    target.push_back(*cidr);
  }
  return std::nullopt;
}

// "http://proxy.example:3128", also with a name and a password before the host.
bool is_proxy(std::string_view text) {
  const size_t scheme = text.find("://");
  if (scheme == std::string_view::npos) return false;
  const auto kind = text.substr(0, scheme);
  if (kind != "http" && kind != "https") return false;
  auto rest = text.substr(scheme + 3);
  if (rest.ends_with('/')) rest.remove_suffix(1);
  const size_t at = rest.rfind('@');
  const auto host = at == std::string_view::npos ? rest : rest.substr(at + 1);
  return Iri::parse("http://" + std::string(host) + "/").ok() &&
         host.find('/') == std::string_view::npos &&
         std::ranges::none_of(text, [](unsigned char c) { return c <= ' ' || c == 0x7f; });
}

Complaint into_address(std::string& target, const OptionValue& value) {
  const auto& text = *std::get_if<std::string>(&value);
  if (!IpAddress::parse(text)) return "must be an IP address like 127.0.0.1 or ::";
  target = text;
  return std::nullopt;
}

Complaint into_proxy(std::string& target, const OptionValue& value) {
  const auto& text = *std::get_if<std::string>(&value);
  if (!text.empty() && !is_proxy(text)) {
    return "must be the address of a proxy, like http://proxy.example:3128";
  }
  target = text;
  return std::nullopt;
}

Complaint into_domain(Domain& target, const OptionValue& value) {
  const auto& text = *std::get_if<std::string>(&value);
  if (text.empty()) return std::nullopt;
  auto domain = Domain::parse(text);
  if (!domain) return "must be a host name like social.example.org";
  target = *domain;
  return std::nullopt;
}

// "https://s3.example.org:9000", nothing behind it.
Complaint into_endpoint(std::string& target, const OptionValue& value) {
  std::string text = *std::get_if<std::string>(&value);
  if (text.ends_with('/')) text.pop_back();
  const auto iri = Iri::parse(text + "/");
  if (!text.empty() && (!iri.ok() || iri->target() != "/")) {
    return "must be the address of a server, like https://s3.example.org";
  }
  target = text;
  return std::nullopt;
}

// What needs no escaping in an address, and leads nowhere else.
bool is_plain(std::string_view text, std::string_view besides) {
  return std::ranges::all_of(text, [&](unsigned char c) {
    return std::isalnum(c) || besides.find(static_cast<char>(c)) != std::string_view::npos;
  });
}

Complaint into_bucket(std::string& target, const OptionValue& value) {
  const auto& text = *std::get_if<std::string>(&value);
  if (!is_plain(text, ".-_") || text.starts_with('.')) {
    return "must be the name of a bucket, of letters, digits, points, dashes and underscores";
  }
  target = text;
  return std::nullopt;
}

Complaint into_prefix(std::string& target, const OptionValue& value) {
  const auto& text = *std::get_if<std::string>(&value);
  if (!is_plain(text, ".-_/") || text.starts_with('/') || text.find("..") != std::string::npos) {
    return "must be of letters, digits, points, dashes, underscores and slashes, as in hallway/";
  }
  target = text;
  return std::nullopt;
}

bool is_language(std::string_view text) {
  return text.size() >= 2 && text.size() <= 35 && text.front() != '-' && text.back() != '-' &&
         std::ranges::all_of(text, [](unsigned char c) { return std::isalnum(c) || c == '-'; });
}

Complaint into_languages(std::vector<std::string>& target, const OptionValue& value) {
  const auto& list = *std::get_if<std::vector<std::string>>(&value);
  if (list.empty() || !std::ranges::all_of(list, is_language)) {
    return "must list language codes like \"en\" or \"de-AT\", at least one";
  }
  target = list;
  return std::nullopt;
}

Complaint into_web_address(std::string& target, const OptionValue& value) {
  const auto& text = *std::get_if<std::string>(&value);
  if (!text.empty() && !Iri::parse(text)) {
    return "must be an address like https://code.example/hallway";
  }
  target = text;
  return std::nullopt;
}

template <class Enum, size_t N>
Complaint into(Enum& target, const OptionValue& value,
               const std::array<std::pair<std::string_view, Enum>, N>& names) {
  std::string all;
  for (const auto& [name, enumerator] : names) {
    if (*std::get_if<std::string>(&value) == name) {
      target = enumerator;
      return std::nullopt;
    }
    all.append(all.empty() ? "" : " or ").append("\"").append(name).append("\"");
  }
  return "must be " + all;
}

constexpr std::array<std::pair<std::string_view, FederationMode>, 2> kModes{
    {{"allowlist", FederationMode::allowlist}, {"open", FederationMode::open}}};
constexpr std::array<std::pair<std::string_view, BlocksShown>, 3> kBlocksShown{
    {{"disabled", BlocksShown::nobody},
     {"users", BlocksShown::members},
     {"all", BlocksShown::everybody}}};
constexpr std::array<std::pair<std::string_view, SignUp>, 3> kSignUp{
    {{"closed", SignUp::closed}, {"approval", SignUp::approval}, {"open", SignUp::open}}};
constexpr std::array<std::pair<std::string_view, LogLevel>, 4> kLevels{
    {{"debug", LogLevel::debug},
     {"info", LogLevel::info},
     {"warn", LogLevel::warn},
     {"error", LogLevel::error}}};
constexpr std::array<std::pair<std::string_view, LogFormat>, 2> kFormats{
    {{"logfmt", LogFormat::logfmt}, {"json", LogFormat::json}}};

using C = Config;
using V = OptionValue;
using K = OptionKind;

// clang-format off
constexpr Option kOptions[] = {
    {"node", "domain", K::text, "",
     "What the handles of this node carry after the @. It can never change, for other nodes know people by it.",
     [](C& c, const V& v) { return into_domain(c.node.domain, v); }},
    {"node", "port", K::number, "8080", "Where the node listens.",
     [](C& c, const V& v) { return into(c.node.port, v, 1, 65'535); }},
    {"node", "bind", K::text, "127.0.0.1",
     "The address it listens on; \"::\" takes every address of this machine.",
     [](C& c, const V& v) { return into_address(c.node.bind, v); }},
    {"node", "name", K::text, "", "What people call this node; the domain where empty.",
     [](C& c, const V& v) { return into(c.node.name, v); }},
    {"node", "description", K::text, "", "One paragraph for people who look at the node from outside.",
     [](C& c, const V& v) { return into(c.node.description, v); }},
    {"node", "mode", K::text, "allowlist",
     "\"allowlist\" talks to siblings and partners only, \"open\" to every node that is not blocked.",
     [](C& c, const V& v) { return into(c.node.mode, v, kModes); }},
    {"node", "languages", K::list, "en", "Languages that people here write in; the first is assumed for new posts.",
     [](C& c, const V& v) { return into_languages(c.node.languages, v); }},

    {"about", "contact_email", K::text, "", "Where people write to who have a question about this node.",
     [](C& c, const V& v) { return into(c.about.contact_email, v); }},
    {"about", "contact_account", K::text, "", "The account here that answers for this node, by its name.",
     [](C& c, const V& v) { return into(c.about.contact_account, v); }},
    {"about", "rules_file", K::text, "", "A file with what people here keep to, a sentence on each line, relative to the data folder.",
     [](C& c, const V& v) { return into(c.about.rules_file, v); }},
    {"about", "description_file", K::text, "",
     "A file that says more about this node, plain text or simple HTML (.html), relative to the data folder.",
     [](C& c, const V& v) { return into(c.about.description_file, v); }},
    {"about", "privacy_file", K::text, "", "A file with the privacy policy, of the same kinds.",
     [](C& c, const V& v) { return into(c.about.privacy_file, v); }},
    {"about", "terms_folder", K::text, "",
     "A folder with the terms of service, a file for each version, named for the day from which it holds: 2026-11-01.txt or .html.",
     [](C& c, const V& v) { return into(c.about.terms_folder, v); }},
    {"about", "source", K::text, "",
     "The address where people find the source of what runs here, as the AGPL asks of whoever changed it; empty: the node's page /source names whom to ask.",
     [](C& c, const V& v) { return into_web_address(c.about.source, v); }},
    {"about", "domain_blocks", K::text, "disabled",
     "Who is told which domains are blocked: \"disabled\" nobody, \"users\" who is signed in, \"all\" everybody.",
     [](C& c, const V& v) { return into(c.about.blocks_shown, v, kBlocksShown); }},

    {"registration", "mode", K::text, "closed",
     "Who may sign up by an app: \"closed\" nobody, \"approval\" whom an administrator then lets in, \"open\" everybody.",
     [](C& c, const V& v) { return into(c.registration.mode, v, kSignUp); }},
    {"registration", "message", K::text, "", "What people read who find it closed, or have to wait.",
     [](C& c, const V& v) { return into(c.registration.message, v); }},

    {"tls", "cert", K::text, "",
     "Certificate chain in PEM, relative to the data folder; read again when it changes. Not needed behind a reverse proxy.",
     [](C& c, const V& v) { return into(c.tls.cert, v); }},
    {"tls", "key", K::text, "", "The private key of that certificate, in PEM.",
     [](C& c, const V& v) { return into(c.tls.key, v); }},

    {"proxy", "trusted", K::list, "",
     "Addresses of reverse proxies whose X-Forwarded-Proto, -Host and -For are believed.",
     [](C& c, const V& v) { return into(c.proxy.trusted, v); }},

    {"federation", "plain_http", K::flag, "false",
     "Speak http instead of https with other nodes. For tests on one machine only.",
     [](C& c, const V& v) { c.federation.plain_http = *std::get_if<bool>(&v); return Complaint(); }},
    {"federation", "permit", K::list, "",
     "Private address ranges that every peer may have. Only together with plain_http; for one partner use `hallway partner add --permit`.",
     [](C& c, const V& v) { return into(c.federation.permit, v); }},
    {"federation", "max_body", K::number, "1048576", "Largest document, in bytes, that is fetched from another node.",
     [](C& c, const V& v) { return into(c.federation.max_body, v, 16'384, 64 * 1024 * 1024); }},
    {"federation", "ca_file", K::text, "",
     "What http.ca_file was called before; set that one instead.",
     [](C& c, const V& v) { return into(c.federation.ca_file, v); }},
    {"federation", "max_transfers", K::number, "2000", "Requests to other nodes that may be under way at once.",
     [](C& c, const V& v) { return into(c.federation.max_transfers, v, 1, 100'000); }},

    {"http", "proxy", K::text, "",
     "Proxy through which other nodes are reached, as in http://proxy.example:3128; none where empty.",
     [](C& c, const V& v) { return into_proxy(c.http.proxy, v); }},
    {"http", "ca_file", K::text, "",
     "Certificate authorities in PEM that other nodes' certificates are checked against, relative to the data folder; the system's where empty.",
     [](C& c, const V& v) { return into(c.http.ca_file, v); }},

    {"retention", "remote_posts_days", K::number, "0",
     "Days after which posts of other nodes are forgotten that concern nobody here; 0 keeps them for good.",
     [](C& c, const V& v) { return into(c.retention.remote_posts_days, v, 0, 36'500); }},

    {"questions", "ask_after_hours", K::number, "4",
     "Hours after which a question that nobody answers is shown to those here who are likely to know; 0: to nobody.",
     [](C& c, const V& v) { return into(c.questions.ask_after_hours, v, 0, 8'760); }},

    {"limits", "workers", K::number, "32", "Threads that answer requests.",
     [](C& c, const V& v) { return into(c.limits.workers, v, 1, 1'024); }},
    {"limits", "queue", K::number, "1024", "Requests that may wait for a thread before others are answered 503.",
     [](C& c, const V& v) { return into(c.limits.queue, v, 1, 1'000'000); }},
    {"limits", "connections", K::number, "10000", "Connections that may be open at once.",
     [](C& c, const V& v) { return into(c.limits.connections, v, 1, 1'000'000); }},
    {"limits", "head_bytes", K::number, "32768", "Largest head of a request, in bytes.",
     [](C& c, const V& v) { return into(c.limits.head_bytes, v, 4'096, 1024 * 1024); }},
    {"limits", "body_bytes", K::number, "1048576", "Largest body of a request, in bytes, after decompression.",
     [](C& c, const V& v) { return into(c.limits.body_bytes, v, 16'384, 64 * 1024 * 1024); }},
    {"limits", "head_seconds", K::number, "10", "Time in which the head of a request must arrive.",
     [](C& c, const V& v) { return into(c.limits.head_deadline, v, 1, 3'600); }},
    {"limits", "body_seconds", K::number, "30", "Time in which the body must arrive, unless it keeps coming at 16 KiB a second.",
     [](C& c, const V& v) { return into(c.limits.body_deadline, v, 1, 3'600); }},
    {"limits", "idle_seconds", K::number, "75", "Time that a connection may stay open without a request.",
     [](C& c, const V& v) { return into(c.limits.idle_deadline, v, 1, 3'600); }},
    {"limits", "stop_seconds", K::number, "20", "Time that requests in flight are given when the node stops.",
     [](C& c, const V& v) { return into(c.limits.stop_grace, v, 0, 3'600); }},
    {"limits", "api_requests", K::number, "300",
     "Calls of the client API that an account, or without a token a network, may make in five minutes; 0 sets no limit.",
     [](C& c, const V& v) { return into(c.limits.api_requests, v, 0, 1'000'000'000); }},
    {"limits", "api_uploads", K::number, "30", "Files that an account may upload in half an hour; 0 sets no limit.",
     [](C& c, const V& v) { return into(c.limits.api_uploads, v, 0, 1'000'000'000); }},
    {"limits", "api_deletions", K::number, "30",
     "Posts and boosts that an account may take back by an app in half an hour; 0 sets no limit.",
     [](C& c, const V& v) { return into(c.limits.api_deletions, v, 0, 1'000'000'000); }},

    {"media", "picture_mib", K::number, "16", "Largest picture that may be uploaded, in MiB.",
     [](C& c, const V& v) { return into_mebibytes(c.media.picture_bytes, v, 1, 256); }},
    {"media", "film_mib", K::number, "40",
     "Largest film or sound that may be uploaded, in MiB. Two of this size are held in memory at once.",
     [](C& c, const V& v) { return into_mebibytes(c.media.film_bytes, v, 1, 2'048); }},
    {"media", "film_seconds", K::number, "600", "How long a film or sound may last.",
     [](C& c, const V& v) { return into(c.media.film_seconds, v, 1, 36'000); }},
    {"media", "attachments", K::number, "4", "Files that a post may carry.",
     [](C& c, const V& v) { return into(c.media.attachments, v, 1, 16); }},
    {"media", "cache_mib", K::number, "1024",
     "How much of other nodes' pictures, films and sounds is kept, in MiB; what was looked at longest ago goes first.",
     [](C& c, const V& v) { return into_mebibytes(c.media.cache_bytes, v, 1, 1024 * 1024); }},

    {"s3", "endpoint", K::text, "",
     "Server that speaks S3, as in https://s3.example.org, for the files that people bring; they lie in the folder media where empty.",
     [](C& c, const V& v) { return into_endpoint(c.s3.endpoint, v); }},
    {"s3", "bucket", K::text, "", "The bucket there, which must exist; it is addressed by path.",
     [](C& c, const V& v) { return into_bucket(c.s3.bucket, v); }},
    {"s3", "region", K::text, "us-east-1", "The region that requests are signed for.",
     [](C& c, const V& v) { return into_bucket(c.s3.region, v); }},
    {"s3", "access_key", K::text, "", "The name of the key that requests are signed with.",
     [](C& c, const V& v) { return into(c.s3.access_key, v); }},
    {"s3", "secret", K::text, "", "That key; better in secret_file, or in the variable.",
     [](C& c, const V& v) { return into(c.s3.secret, v); }},
    {"s3", "secret_file", K::text, "", "A file with that key, relative to the data folder.",
     [](C& c, const V& v) { return into(c.s3.secret_file, v); }},
    {"s3", "prefix", K::text, "", "What the names of all files begin with there, as in hallway/.",
     [](C& c, const V& v) { return into_prefix(c.s3.prefix, v); }},

    {"metrics", "port", K::number, "0", "Where /metrics is served for Prometheus; 0 serves it nowhere.",
     [](C& c, const V& v) { return into(c.metrics.port, v, 0, 65'535); }},
    {"metrics", "bind", K::text, "127.0.0.1", "The address of that port; whoever reaches it may read the figures.",
     [](C& c, const V& v) { return into_address(c.metrics.bind, v); }},

    {"log", "level", K::text, "info", "The least that is logged: \"debug\", \"info\", \"warn\" or \"error\".",
     [](C& c, const V& v) { return into(c.log.level, v, kLevels); }},
    {"log", "format", K::text, "logfmt", "\"logfmt\" for people, \"json\" for collectors.",
     [](C& c, const V& v) { return into(c.log.format, v, kFormats); }},

    {"storage", "map_gib", K::number, "1024",
     "How large the store may grow, in GiB. It reserves address space, not disk.",
     [](C& c, const V& v) {
       auto complaint = into(c.storage.map_bytes, v, 1, 16'384);
       if (!complaint) c.storage.map_bytes *= size_t{1024} * 1024 * 1024;
       return complaint;
     }},
};
// clang-format on

}  // namespace

std::span<const Option> options() { return kOptions; }

std::string Option::name() const { return std::string(section) + "." + std::string(key); }

std::string Option::variable() const {
  std::string result = "HALLWAY_" + std::string(section) + "_" + std::string(key);
  std::ranges::transform(result, result.begin(), [](unsigned char c) { return std::toupper(c); });
  return result;
}

}  // namespace hallway
