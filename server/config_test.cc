#include "server/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <set>

#include "server/config_options.h"
#include "tests/support/shared.h"

namespace hallway {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

class ConfigFile : public testing::Test {
 protected:
  ConfigFile() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "hallway-config-XXXXXX").string();
    dir_ = mkdtemp(pattern.data());
  }
  ~ConfigFile() override { std::filesystem::remove_all(dir_); }

  Result<Config> load(const std::string& text, const Environment& environment = {}) {
    std::ofstream(dir_ / "hallway.toml") << text;
    return load_config(dir_, environment);
  }
  // The sentence, without the folder.
  std::string complaint(const std::string& text, const Environment& environment = {}) {
    auto config = load(text, environment);
    EXPECT_FALSE(config.ok()) << text;
    if (config.ok()) return {};
    std::string what = config.error().what;
    EXPECT_EQ(what.find('\n'), std::string::npos);
    const std::string prefix = dir_.string() + "/";
    return what.starts_with(prefix) ? what.substr(prefix.size()) : what;
  }

  std::filesystem::path dir_;
};

const std::string kNode = "[node]\ndomain = \"a.example\"\n";

TEST_F(ConfigFile, NeedsOnlyADomain) {
  auto config = load(kNode);
  ASSERT_TRUE(config.ok()) << config.error().what;
  EXPECT_EQ(config->node.domain.text(), "a.example");
  EXPECT_EQ(config->node.port, 8080);
  EXPECT_EQ(config->node.bind, "127.0.0.1");
  EXPECT_EQ(config->node.name, "a.example");
  EXPECT_EQ(config->node.mode, FederationMode::allowlist);
  EXPECT_EQ(config->node.languages, std::vector<std::string>{"en"});
  EXPECT_EQ(config->limits.head_bytes, 32U * 1024);
  EXPECT_EQ(config->limits.idle_deadline, seconds(75));
  EXPECT_EQ(config->storage.map_bytes, size_t{1} << 40);
  EXPECT_EQ(config->origin(), "https://a.example");
}

TEST_F(ConfigFile, IsReadWhole) {
  auto config = load(kNode +
                     "mode = \"open\"\nlanguages = [\"de-AT\", \"en\"]\nport = 81\n[tls]\n"
                     "cert = \"tls/cert.pem\"\nkey = \"/etc/key.pem\"\n[proxy]\n"
                     "trusted = [\"10.0.0.0/8\", \"::1\"]\n[federation]\nplain_http = true\n"
                     "permit = [\"127.0.0.0/8\"]\n[log]\nlevel = \"debug\"\nformat = \"json\"\n");
  ASSERT_TRUE(config.ok()) << config.error().what;
  EXPECT_EQ(config->node.mode, FederationMode::open);
  EXPECT_EQ(config->node.languages, (std::vector<std::string>{"de-AT", "en"}));
  EXPECT_EQ(config->tls.cert, (dir_ / "tls/cert.pem").string());
  EXPECT_EQ(config->tls.key, "/etc/key.pem");
  EXPECT_EQ(config->proxy.trusted.size(), 2U);
  EXPECT_EQ(config->federation.permit.size(), 1U);
  EXPECT_EQ(config->origin(), "http://a.example");
  EXPECT_EQ(config->log.level, LogLevel::debug);
  EXPECT_EQ(config->log.format, LogFormat::json);
}

TEST_F(ConfigFile, IsOverriddenByVariables) {
  auto config = load(kNode + "port = 81\n", {{"HALLWAY_NODE_PORT", "82"},
                                             {"HALLWAY_NODE_LANGUAGES", "fr, de"},
                                             {"HALLWAY_FEDERATION_PLAIN_HTTP", "true"},
                                             {"HALLWAY_FEDERATION_PERMIT", "127.0.0.0/8"},
                                             {"HALLWAY_SHARED", "/elsewhere"},
                                             {"PATH", "/bin"}});
  ASSERT_TRUE(config.ok()) << config.error().what;
  EXPECT_EQ(config->node.port, 82);
  EXPECT_EQ(config->node.languages, (std::vector<std::string>{"fr", "de"}));
  EXPECT_TRUE(config->federation.plain_http);
}

TEST_F(ConfigFile, ErrorsNameFileLineKeyAndFix) {
  EXPECT_EQ(complaint(kNode + "port = \"x\"\n"),
            "hallway.toml:3: node.port must be a whole number, as in: port = 8080");
  EXPECT_EQ(complaint(kNode + "port = 70000\n"),
            "hallway.toml:3: node.port must be from 1 to 65535");
  EXPECT_EQ(complaint(kNode + "prot = 80\n"),
            "hallway.toml:3: node.prot is no option; did you mean node.port?");
  EXPECT_EQ(complaint(kNode + "[limit]\nqueue = 1\n"),
            "hallway.toml:3: [limit] is no section; did you mean [limits]?");
  EXPECT_EQ(complaint("port = 80\n" + kNode),
            "hallway.toml:1: port stands in no section; put it under one, as in: [node]");
  EXPECT_EQ(complaint(kNode + "mode = \"closed\"\n"),
            "hallway.toml:3: node.mode must be \"allowlist\" or \"open\"");
  EXPECT_EQ(complaint(kNode + "languages = []\n"),
            "hallway.toml:3: node.languages must list language codes like \"en\" or \"de-AT\", at "
            "least one");
  EXPECT_EQ(complaint(kNode + "bind = \"localhost\"\n"),
            "hallway.toml:3: node.bind must be an IP address like 127.0.0.1 or ::");
  EXPECT_EQ(complaint("[node]\ndomain = \"a b\"\n"),
            "hallway.toml:2: node.domain must be a host name like social.example.org");
  EXPECT_EQ(complaint(kNode + "[proxy]\ntrusted = [\"10.0.0.0/99\"]\n"),
            "hallway.toml:4: proxy.trusted must list address ranges like 10.0.0.0/8, and "
            "\"10.0.0.0/99\" is none");
  for (const auto* proxy : {"proxy.example:3128", "socks5://proxy.example", "http://",
                            "http://a b/", "http://proxy.example/path", "ftp://proxy.example"}) {
    EXPECT_EQ(complaint(kNode + "[http]\nproxy = \"" + proxy + "\"\n"),
              "hallway.toml:4: http.proxy must be the address of a proxy, like "
              "http://proxy.example:3128")
        << proxy;
  }
  EXPECT_EQ(complaint(kNode + "[retention]\nremote_posts_days = -1\n"),
            "hallway.toml:4: retention.remote_posts_days must be from 0 to 36500");
  EXPECT_THAT(complaint("[node]\ndomain = \n"), StartsWith("hallway.toml:2: not TOML: "));
}

TEST_F(ConfigFile, ErrorsOfVariablesNameTheVariable) {
  EXPECT_EQ(complaint(kNode, {{"HALLWAY_NODE_PORT", "many"}}),
            "HALLWAY_NODE_PORT: node.port must be a whole number, not \"many\"");
  EXPECT_EQ(complaint(kNode, {{"HALLWAY_NODE_PORTS", "80"}}),
            "HALLWAY_NODE_PORTS is no option; did you mean HALLWAY_NODE_PORT?");
  EXPECT_EQ(complaint(kNode, {{"HALLWAY_LOG_LEVEL", "loud"}}),
            "HALLWAY_LOG_LEVEL: log.level must be \"debug\" or \"info\" or \"warn\" or \"error\"");
}

TEST_F(ConfigFile, OptionsMustFitTogether) {
  EXPECT_THAT(complaint("[node]\nport = 80\n"),
              StartsWith("hallway.toml: node.domain is missing; set it under [node]"));
  EXPECT_THAT(complaint(kNode + "[federation]\npermit = [\"10.0.0.0/8\"]\n"),
              StartsWith("hallway.toml:4: federation.permit is only for tests"));
  EXPECT_EQ(complaint(kNode + "[tls]\ncert = \"c.pem\"\n"),
            "hallway.toml:4: tls.key is missing; set both cert and key, or none");
  EXPECT_THAT(complaint(kNode + "[federation]\nca_file = \"a\"\n[http]\nca_file = \"b\"\n"),
              StartsWith("hallway.toml:4: federation.ca_file is the former name of http.ca_file"));
  EXPECT_EQ(complaint(kNode + "[metrics]\nport = 8080\n"),
            "hallway.toml:4: metrics.port must differ from node.port");
}

TEST_F(ConfigFile, ABucketIsSetWholeOrNotAtAll) {
  const std::string s3 = kNode + "[s3]\nendpoint = \"https://s3.example:9000/\"\nbucket = \"b\"\n";
  EXPECT_EQ(complaint(s3),
            "hallway.toml:5: s3.secret_file is missing; set endpoint, bucket, access_key and "
            "secret_file (or HALLWAY_S3_SECRET), or none");
  std::ofstream(dir_ / "key") << "the secret\nanother line\n";
  const auto config = load(s3 + "access_key = \"k\"\nsecret_file = \"key\"\n");
  ASSERT_TRUE(config.ok()) << config.error().what;
  EXPECT_EQ(config->s3.endpoint, "https://s3.example:9000");
  EXPECT_EQ(config->s3.secret, "the secret");
  EXPECT_EQ(config->s3.region, "us-east-1");
  EXPECT_EQ(complaint(s3 + "access_key = \"k\"\nsecret_file = \"key\"\nsecret = \"x\"\n"),
            "hallway.toml:7: s3.secret is set too; keep one of them");
  EXPECT_THAT(complaint(s3 + "access_key = \"k\"\nsecret_file = \"none\"\n"),
              HasSubstr("none cannot be read, or is empty"));
  for (const auto* endpoint : {"s3.example", "https://s3.example/path", "ftp://s3.example"}) {
    EXPECT_EQ(complaint(kNode + "[s3]\nendpoint = \"" + endpoint + "\"\n"),
              "hallway.toml:4: s3.endpoint must be the address of a server, like "
              "https://s3.example.org");
  }
  for (const auto* prefix : {"/a", "a/../b", "a b", "a?b"}) {
    EXPECT_THAT(complaint(kNode + "[s3]\nprefix = \"" + prefix + "\"\n"),
                StartsWith("hallway.toml:4: s3.prefix must be of letters"));
  }
}

TEST_F(ConfigFile, ThatIsMissingSaysHowToMakeOne) {
  auto config = load_config(dir_, {});
  ASSERT_FALSE(config.ok());
  EXPECT_EQ(config.error().code, Code::not_found);
  EXPECT_THAT(config.error().what, HasSubstr("hallway init " + dir_.string() + " --domain DOMAIN"));
}

TEST_F(ConfigFile, ThatInitWritesLoads) {
  ASSERT_TRUE(
      write_initial_config(dir_, {.domain = "b.localhost:8081", .port = 8081, .mode = "open"})
          .ok());
  auto config = load_config(dir_, {});
  ASSERT_TRUE(config.ok()) << config.error().what;
  EXPECT_EQ(config->node.domain.text(), "b.localhost:8081");
  EXPECT_EQ(config->node.port, 8081);
  EXPECT_EQ(config->node.mode, FederationMode::open);
  EXPECT_EQ(write_initial_config(dir_, {.domain = "b.example", .mode = ""}).error().code,
            Code::conflict);
}

TEST_F(ConfigFile, IsNotWrittenIfItWouldNotLoad) {
  EXPECT_EQ(write_initial_config(dir_, {.domain = "a b", .mode = ""}).error().code, Code::invalid);
  EXPECT_EQ(write_initial_config(dir_, {.domain = "a.example", .mode = "x"}).error().code,
            Code::invalid);
  EXPECT_FALSE(std::filesystem::exists(dir_ / "hallway.toml"));
}

TEST(ConfigOptions, AreDeclaredOnceWithASentenceAndADefaultThatHolds) {
  std::set<std::string> names;
  for (const Option& option : options()) {
    EXPECT_TRUE(names.insert(option.name()).second) << option.name();
    EXPECT_THAT(std::string(option.sentence), EndsWith(".")) << option.name();
    Config config;
    auto value = read_option(option.kind, option.fallback);
    ASSERT_TRUE(value.has_value()) << option.name();
    EXPECT_EQ(option.set(config, *value), std::nullopt) << option.name();
  }
}

TEST(ConfigOptions, AreTheDocumentation) {
  const auto path = test::source_dir() / "docs/configuration.md";
  if (std::getenv("HALLWAY_WRITE_DOCS") != nullptr) std::ofstream(path) << configuration_markdown();
  EXPECT_EQ(test::read_file(path), configuration_markdown())
      << "run this test once with HALLWAY_WRITE_DOCS=1";
}

}  // namespace
}  // namespace hallway
