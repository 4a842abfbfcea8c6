#include "server/doctor.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>

#include "server/listener.h"
#include "server/tls.h"
#include "tests/support/certificate.h"
#include "tests/support/connect_proxy.h"
#include "tests/support/store.h"

namespace hallway {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

constexpr uint64_t kGiB = uint64_t{1} << 30;
constexpr Time kDoctorsDay{1'795'612'315'000};

// Whatever is not good says what to do.
void expect(const Diagnosis& one, Grade grade) {
  EXPECT_EQ(one.grade, grade) << one.subject << ": " << one.found;
  EXPECT_EQ(one.todo.empty(), grade == Grade::good) << one.subject << ": " << one.found;
}

TEST(Doctor, ADiskMustHaveRoomForTheStoreOnceMore) {
  const struct {
    uint64_t free, store;
    Grade grade;
  } cases[] = {{100 * kGiB, kGiB, Grade::good},
               {2 * kGiB, 2 * kGiB, Grade::good},
               {2 * kGiB, 3 * kGiB, Grade::doubtful},
               {kGiB / 2, 1, Grade::doubtful},
               {kGiB / 8, 1, Grade::bad},
               {0, 0, Grade::bad}};
  for (const auto& c : cases) expect(check_disk(c.free, c.store), c.grade);
}

TEST(Doctor, ABackupIsNotOlderThanAWeek) {
  expect(check_backup(Time{}, kDoctorsDay), Grade::doubtful);
  expect(check_backup(kDoctorsDay - days(1), kDoctorsDay), Grade::good);
  expect(check_backup(kDoctorsDay - days(9), kDoctorsDay), Grade::doubtful);
}

TEST(Doctor, TellsWhatFilesTakeAndWhatIsMissingToMakeThem) {
  const test::TempDir dir;
  std::filesystem::create_directories(dir.path() / "media");
  std::filesystem::create_directories(dir.path() / "cache");
  std::ofstream(dir.path() / "media" / "a.jpg") << std::string(3 << 20, 'x');
  std::ofstream(dir.path() / "cache" / "b.jpg") << std::string(5 << 20, 'x');
  Config config;
  config.media.cache_bytes = size_t{64} << 20;
  const auto fine = check_media(dir.path(), config, "/proc/self/exe");
  EXPECT_EQ(fine.grade, Grade::good) << fine.found;
  EXPECT_THAT(fine.found, HasSubstr("have 3.0 MiB"));
  EXPECT_THAT(fine.found, HasSubstr("5.0 MiB are kept, at most 64.0 MiB"));
  const auto missing = check_media(dir.path(), config, dir.path() / "hallway-media");
  EXPECT_EQ(missing.grade, Grade::bad);
  EXPECT_THAT(missing.found, HasSubstr("nobody can upload"));
}

TEST(Doctor, StorageThatDoesNotAnswerIsBad) {
  const test::TempDir dir;
  Config config;
  config.s3 = {.endpoint = "http://127.0.0.1:1",
               .bucket = "b",
               .region = "r",
               .access_key = "k",
               .secret = "the secret"};
  const auto found = check_storage(dir.path(), config);
  expect(found, Grade::bad);
  EXPECT_THAT(found.found, HasSubstr("127.0.0.1:1"));
  EXPECT_EQ(found.found.find("the secret"), std::string::npos);
}

TEST(Doctor, AClockBehindTheLogIsBad) {
  expect(check_clock(/*synchronized=*/true, kDoctorsDay, kDoctorsDay - days(1)), Grade::good);
  expect(check_clock(/*synchronized=*/true, kDoctorsDay, kDoctorsDay + seconds(30)), Grade::good);
  expect(check_clock(/*synchronized=*/false, kDoctorsDay, kDoctorsDay), Grade::doubtful);
  expect(check_clock(/*synchronized=*/true, kDoctorsDay, kDoctorsDay + hours(1)), Grade::bad);
  expect(check_clock(/*synchronized=*/true, kDoctorsDay, Time{}), Grade::good);
}

class DoctorFolder : public ::testing::Test {
 protected:
  void SetUp() override {
    fs::create_directory(dir_.path() / "store");
    for (const auto* name : {"store/data.mdb", "store/lock.mdb", "hallway.toml"}) {
      std::ofstream(dir_.path() / name) << "x";
      fs::permissions(dir_.path() / name, fs::perms::owner_read | fs::perms::owner_write);
    }
  }
  Diagnoses check() { return check_folder(dir_.path(), config_); }

  test::TempDir dir_;
  Config config_;
};

TEST_F(DoctorFolder, IsItsOwnersAlone) {
  ASSERT_EQ(check().size(), 1U);
  expect(check().front(), Grade::good);
  config_.tls.key = (dir_.path() / "key.pem").string();
  std::ofstream(config_.tls.key) << "secret";
  for (const auto& path : {dir_.path(), dir_.path() / "store" / "data.mdb",
                           dir_.path() / "hallway.toml", fs::path(config_.tls.key)}) {
    const auto before = fs::status(path).permissions();
    fs::permissions(path, fs::perms::others_read | fs::perms::others_write, fs::perm_options::add);
    const auto found = check();
    EXPECT_TRUE(std::ranges::any_of(found, [&](const Diagnosis& one) {
      return one.grade == Grade::bad && one.todo == "chmod go-rwx " + path.string();
    })) << path;
    fs::permissions(path, before);
  }
}

TEST_F(DoctorFolder, ACertificateIsLookedAtBeforeItEnds) {
  expect(check_certificate(config_, kDoctorsDay), Grade::good);
  config_.tls.cert = (dir_.path() / "cert.pem").string();
  expect(check_certificate(config_, kDoctorsDay), Grade::bad);
  std::ofstream(config_.tls.cert) << "no certificate";
  expect(check_certificate(config_, kDoctorsDay), Grade::bad);
  test::write_certificate(dir_.path(), "a.example");
  const auto end = certificate_end(config_.tls.cert);
  ASSERT_TRUE(end.ok()) << end.error().what;
  expect(check_certificate(config_, *end - days(15)), Grade::good);
  expect(check_certificate(config_, *end - days(13)), Grade::doubtful);
  expect(check_certificate(config_, *end), Grade::bad);
}

TEST(Doctor, TheAddressIsAskedWithTheAuthoritiesAndTheProxyThatAreInForce) {
  const test::TemporaryFolder folder;
  test::write_certificate(folder.path(), "a.localhost");
  const auto certificate = (folder.path() / "cert.pem").string();
  ListenerOptions options;
  options.tls = TlsFiles{certificate, (folder.path() / "key.pem").string()};
  options.workers = 2;
  const auto listener = Listener::start(
      options, [](const Request&) { return Response{.status = 200, .body = "the key is zOurs"}; });
  ASSERT_TRUE(listener.ok()) << listener.error().what;
  const auto port = std::to_string((*listener)->port());
  Config config;
  config.node.domain = Domain::parse("a.localhost:" + port).value_or(Domain());
  config.http.ca_file = certificate;
  expect(check_address(config, "zOurs"), Grade::good);
  expect(check_address(config, "zTheirs"), Grade::bad);

  test::ConnectProxy proxy;
  config.http.proxy = proxy.address();
  expect(check_address(config, "zOurs"), Grade::good);
  EXPECT_THAT(proxy.asked_for(), ::testing::ElementsAre("127.0.0.1:" + port));
}

TEST(Doctor, WhatANodeSaysOfItselfIsJudged) {
  Config config;
  config.limits.connections = 10'000;
  config.federation.max_transfers = 2'000;
  const Json well{{"writer_ms", 3},
                  {"deliveries", 0},
                  {"failing", {{"count", 0}, {"longest", Json::array()}}},
                  {"files", {{"limit", 65'536}}}};
  for (const auto& one : check_status(well, config)) expect(one, Grade::good);
  const Json ill{{"writer_ms", 3'000},
                 {"deliveries", 50'000},
                 {"failing", {{"count", 1}, {"longest", {{{"domain", "acme.example"}}}}}},
                 {"files", {{"limit", 1'024}}}};
  const auto found = check_status(ill, config);
  EXPECT_EQ(found.size(), 4U);
  for (const auto& one : found) expect(one, Grade::doubtful);
  EXPECT_TRUE(std::ranges::any_of(found, [](const Diagnosis& one) {
    return one.found.find("acme.example") != std::string::npos;
  }));
  EXPECT_FALSE(check_status(Json::object(), config).empty()) << "an answer that says nothing";
}

}  // namespace
}  // namespace hallway
