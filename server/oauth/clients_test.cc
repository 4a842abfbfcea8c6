#include "server/oauth/clients.h"

#include <gmock/gmock.h>

#include "tests/support/program.h"

namespace hallway {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

// A host that serves one document.
class DocumentHost final : public HttpClient {
 public:
  void send(OutboundRequest request, Done done) override {
    ++asked;
    if (request.url.text() != address) {
      return done(OutboundResponse{.status = 404, .headers = {}, .body = ""});
    }
    done(OutboundResponse{
        .status = 200, .headers = {{"Content-Type", "application/json"}}, .body = body});
  }
  std::string address = "https://reader.example/client.json";
  std::string body;
  std::atomic<int> asked{0};
};

class ClientDocument : public test::ProgramTest {
 protected:
  void SetUp() override {
    ProgramTest::SetUp();
    node_.reset();
    auto opened = Node::open(
        dir_.path(), test::config_for("design.example", FederationMode::open),
        {.clock = clock_, .random = random_, .client = host_, .make_keys = test::spare_keys});
    ASSERT_TRUE(opened.ok()) << opened.error().what;
    node_ = std::move(*opened);
    client_id_ = host_.address;
    client_secret_.clear();
    serve({});
  }
  void serve(const Json& change) {
    Json document{{"client_id", host_.address},
                  {"client_name", "Reader"},
                  {"client_uri", "https://reader.example/"},
                  {"redirect_uris", {kBack}},
                  {"scope", "read write offline_access"},
                  {"token_endpoint_auth_method", "none"}};
    document.update(change.is_null() ? Json::object() : change);
    host_.body = dump_json(document);
  }
  DocumentHost host_;
};

TEST_F(ClientDocument, SignsPeopleInWithoutRegistering) {
  const auto cookie = enter("alice");
  const auto page = look(authorize_path({}), cookie);
  ASSERT_EQ(page.status, 200) << page.body;
  EXPECT_THAT(page.body, HasSubstr("Reader"));
  const auto given = exchange(code_in(allow(cookie)));
  ASSERT_EQ(given.status, 200) << given.body;
  EXPECT_EQ(status_with(text_in(given, "access_token")), 200);
  EXPECT_EQ(host_.asked, 1) << "once a day";
}

TEST_F(ClientDocument, IsReadForNobodyWhoIsNotSignedIn) {
  EXPECT_THAT(header(look(authorize_path({})), "Location"), StartsWith("/sign-in?next="));
  EXPECT_EQ(exchange("code").status, 401);
  EXPECT_EQ(host_.asked, 0);
}

TEST_F(ClientDocument, WithoutAVerifierGetsNoCode) {
  const auto led = look(authorize_path({{"code_challenge", ""}}), enter("alice"));
  EXPECT_THAT(header(led, "Location"), HasSubstr("error=invalid_request"));
}

TEST_F(ClientDocument, ThatIsWrongIsNoProgram) {
  const auto cookie = enter("alice");
  const Json changes[] = {
      {{"client_id", "https://reader.example/other.json"}},
      {{"redirect_uris", Json::array()}},
      {{"redirect_uris", {"javascript:alert(1)"}}},
      {{"redirect_uris", {kBack, 7}}},
      {{"token_endpoint_auth_method", "client_secret_post"}},
      {{"client_secret", "known to everybody"}},
  };
  for (const auto& change : changes) {
    serve(change);
    EXPECT_EQ(look(authorize_path({}), cookie).status, 400) << dump_json(change);
  }
  host_.body = "<html>";
  EXPECT_EQ(look(authorize_path({}), cookie).status, 400);
  EXPECT_EQ(look(authorize_path({{"client_id", "https://reader.example/no.json"}}), cookie).status,
            400);
}

TEST_F(ClientDocument, IsReadAgainAfterADayAndAChangeHolds) {
  const auto cookie = enter("alice");
  ASSERT_EQ(look(authorize_path({}), cookie).status, 200);
  serve({{"redirect_uris", {"https://elsewhere.example/"}}});
  EXPECT_EQ(look(authorize_path({}), cookie).status, 200);
  clock_.advance(days(1));
  EXPECT_EQ(look(authorize_path({}), cookie).status, 400);
  EXPECT_EQ(host_.asked, 2);
}

TEST_F(ClientDocument, MakesThisNodeAskOthersOnlySoOften) {
  const auto cookie = enter("alice");
  int status = 400;
  for (int i = 0; i < 100 && status == 400; ++i) {
    const auto id = "https://reader.example/" + std::to_string(i);
    status = look(authorize_path({{"client_id", id}}), cookie).status;
  }
  EXPECT_EQ(status, 429);
  EXPECT_LE(host_.asked, 60);
}

TEST(ClientDocumentAddress, IsHttpsWithAPath) {
  EXPECT_TRUE(is_document_address("https://reader.example/client.json"));
  for (const auto* wrong :
       {"https://reader.example", "https://reader.example/", "reader.example/x", "abc",
        "https://reader.example/x#y", "https://reader.example/../x", "ftp://reader.example/x"}) {
    EXPECT_FALSE(is_document_address(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace hallway
