#pragma once
// What an operator can set: DIR/hallway.toml, each key overridden by the environment variable
// HALLWAY_SECTION_KEY. One table in config.cc declares every option (section, key, type, default,
// sentence); Config, the initial file and docs/configuration.md are made from it.
// Every error is one sentence that names file and line (or the variable), the key, and the fix.

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "storage/values/ip.h"
#include "storage/values/iri.h"
#include "storage/values/result.h"
#include "storage/values/time.h"

namespace hallway {

enum class FederationMode { allowlist, open };
// To whom the domains that an administrator blocked are told.
enum class BlocksShown { nobody, members, everybody };
// Whether strangers may make themselves an account.
enum class SignUp { closed, approval, open };
enum class LogLevel { debug, info, warn, error };
enum class LogFormat { logfmt, json };

// Defaults stand in the table of config.cc, not here.
struct Config {
  struct Node {
    Domain domain;  // what handles carry after the @; with ":port" where tests need it
    uint16_t port = 0;
    std::string bind;
    std::string name;  // the domain where nothing was set
    std::string description;
    FederationMode mode = FederationMode::allowlist;
    std::vector<std::string> languages;  // BCP 47, the first is the default for new posts
  } node;
  struct About {
    std::string contact_email, contact_account;                            // may be empty
    std::string rules_file, description_file, privacy_file, terms_folder;  // absolute, or empty
    std::string source;  // where the source of what runs here is found; may be empty
    BlocksShown blocks_shown = BlocksShown::nobody;
  } about;
  struct Registration {
    SignUp mode = SignUp::closed;
    std::string message;  // for those who find it closed or have to wait; may be empty
  } registration;
  struct Tls {
    std::string cert, key;  // absolute (relative ones are resolved against DIR); both or none
  } tls;
  struct Proxy {
    std::vector<Cidr> trusted;
  } proxy;
  struct Federation {
    bool plain_http = false;
    std::vector<Cidr> permit;  // empty unless plain_http
    size_t max_body = 0;
    std::string ca_file;  // what http.ca_file was called before
    size_t max_transfers = 0;
  } federation;
  struct Http {
    std::string proxy;    // "http://proxy.example:3128"; empty: none
    std::string ca_file;  // absolute, or empty for the system's bundle
  } http;
  struct Retention {
    int remote_posts_days = 0;  // 0: for good
  } retention;
  struct Questions {
    int ask_after_hours = 0;  // 0: nobody is asked
  } questions;
  struct Limits {
    int workers = 0;
    size_t queue = 0, connections = 0, head_bytes = 0, body_bytes = 0;
    Duration head_deadline, body_deadline, idle_deadline, stop_grace;
    int api_requests = 0, api_uploads = 0, api_deletions = 0;  // 0: no limit
  } limits;
  struct Media {
    size_t picture_bytes = 0, film_bytes = 0;  // of an upload
    int film_seconds = 0;
    size_t attachments = 0;  // of a post
    size_t cache_bytes = 0;  // of what is kept of other nodes' files
  } media;
  // Storage that speaks S3, for files that people bring; all empty: DIR/media.
  struct S3 {
    std::string endpoint;  // "https://s3.example.org", without a slash at the end
    std::string bucket, region, access_key;
    std::string secret;       // also where it came from secret_file
    std::string secret_file;  // absolute, or empty
    std::string prefix;       // of all keys; may be empty
  } s3;
  struct Metrics {
    uint16_t port = 0;  // 0: off
    std::string bind;
  } metrics;
  struct Log {
    LogLevel level = LogLevel::info;
    LogFormat format = LogFormat::logfmt;
  } log;
  struct Storage {
    size_t map_bytes = 0;
  } storage;

  // "https://example.org" (or http with federation.plain_http): what our ids begin with.
  [[nodiscard]] std::string origin() const;
};

using Environment = std::map<std::string, std::string>;
Environment process_environment();

// Fails with not_found (no DIR/hallway.toml) or invalid. Variables that begin with HALLWAY_ and the
// name of a section must name an option; others are none of ours.
Result<Config> load_config(const std::filesystem::path& dir, const Environment& environment);

struct InitialConfig {
  std::string domain;
  uint16_t port = 0;  // 0: the default
  std::string mode;   // empty: the default
};
// Writes DIR/hallway.toml with what was given and every other option as a comment. The result would
// load, or it is not written. Fails with invalid, conflict (the file exists) or unavailable.
Result<void> write_initial_config(const std::filesystem::path& dir, const InitialConfig& initial);

// docs/configuration.md is exactly this.
std::string configuration_markdown();

}  // namespace hallway
