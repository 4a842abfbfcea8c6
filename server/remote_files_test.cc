#include "server/remote_files.h"

#include <gmock/gmock.h>

#include <chrono>
#include <fstream>
#include <map>

#include "server/remote_address.h"
#include "storage/posts.h"
#include "storage/reactions.h"
#include "tests/support/films.h"
#include "tests/support/uploading.h"

namespace hallway::test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

// Other nodes, as far as they have files.
class FileNetwork final : public HttpClient {
 public:
  void send(OutboundRequest request, Done done) override {
    ++asked[request.url.text()];
    const auto found = files.find(request.url.text());
    if (found == files.end()) return done(OutboundResponse{.status = 404});
    if (found->second.size() > request.max_response_bytes) {
      return done(fail(Code::too_large, "too much"));
    }
    done(OutboundResponse{.status = 200, .body = found->second});
  }
  std::map<std::string, std::string> files;
  std::map<std::string, int> asked;
};

class RemoteFile : public UploadTest {
 protected:
  void SetUp() override {
    UploadTest::SetUp();
    open_with(size_t{64} << 20);
    carol_ = stranger("carol", "other.example");
  }
  void open_with(size_t cache_bytes) {
    auto config = config_for("design.example", FederationMode::open);
    config.media.cache_bytes = cache_bytes;
    node_.reset();
    auto opened =
        Node::open(dir_.path(), config,
                   {.clock = clock_, .random = random_, .client = files_, .make_keys = spare_keys});
    ASSERT_TRUE(opened.ok());
    node_ = std::move(*opened);
  }
  // Carol's post with one file at `url`; as Alice's app gets it.
  Json file_of(const std::string& url, const std::string& media_type = "image/jpeg") {
    Post post{.iri = iri("https://other.example/notes/" + std::to_string(++posts_))};
    post.author = carol_.id;
    post.published = clock_.now();
    post.label = Label::public_;
    post.attachments = {{.type = "Document", .media_type = media_type, .url = iri(url)}};
    post.attachments[0].captions = captions_;
    EXPECT_TRUE(node_->writer()
                    .apply([&](WriteTxn& txn) { return add_post(txn, post, clock_.now()); })
                    .ok());
    const auto found = find_post(*node_->read(), post.iri);
    return json(
        call("GET", "/api/v1/statuses/" + to_string(found->id), alice_))["media_attachments"][0];
  }
  static std::string path_of(const Json& file, const char* key) {
    const auto url = Iri::parse(find_string(file, key).value_or(""));
    return url.ok() ? std::string(url->path()) : std::string();
  }
  int asked(const std::string& url) { return files_.asked[url]; }
  // Distinct photos, so that each lies in the cache by itself.
  std::string photo(int number) {
    const auto size = std::to_string(200 + 20 * number);
    return made_by_ffmpeg("-f lavfi -i testsrc2=size=" + size + "x200 -frames:v 1 -f mjpeg");
  }

  FileNetwork files_;
  Actor carol_;
  std::vector<Caption> captions_;  // of her files
  int posts_ = 0;
};

TEST_F(RemoteFile, IsFetchedWhenItIsFirstLookedAtAndThenKept) {
  const std::string url = "https://other.example/1.jpg";
  files_.files[url] = a_photo();
  const auto file = file_of(url);
  EXPECT_EQ(file["remote_url"], url);
  EXPECT_THAT(file["url"].get<std::string>(), HasSubstr("https://design.example/media/posts/"));
  EXPECT_EQ(asked(url), 0);
  const auto first = get(path_of(file, "url"));
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(header(first, "Content-Type"), "image/jpeg");
  EXPECT_EQ(header(first, "X-Content-Type-Options"), "nosniff");
  EXPECT_NE(first.body, files_.files[url]) << "made anew";
  EXPECT_EQ(get(path_of(file, "url")).body, first.body);
  EXPECT_LT(get(path_of(file, "preview_url")).body.size(), first.body.size());
  EXPECT_EQ(asked(url), 1);
  EXPECT_EQ(count_files("cache"), 2U);
  EXPECT_EQ(count_files("media"), 0U) << "apart from what people here brought";
  EXPECT_EQ(count_files("work"), 0U);
  open_with(size_t{64} << 20);
  EXPECT_EQ(get(path_of(file, "url")).status, 200);
  EXPECT_EQ(asked(url), 1) << "also after a restart";
}

TEST_F(RemoteFile, OfAPersonIsPassedOnAsWell) {
  carol_.icon = iri("https://other.example/face.jpg");
  carol_.header = iri("https://other.example/header.jpg");
  ASSERT_TRUE(node_->writer()
                  .apply([&](WriteTxn& txn) { return put_actor(txn, carol_, clock_.now()); })
                  .ok());
  files_.files[carol_.icon.text()] = files_.files[carol_.header.text()] = a_photo();
  const auto account = json(call("GET", "/api/v1/accounts/" + to_string(carol_.id), alice_));
  for (const auto* key : {"avatar", "header"}) {
    const auto picture = get(path_of(account, key));
    EXPECT_EQ(picture.status, 200) << key;
    EXPECT_EQ(header(picture, "Content-Type"), "image/jpeg");
  }
}

TEST_F(RemoteFile, ThatStandsForAnEmojiOrAReactionComesThroughHere) {
  const std::string in_post = "https://other.example/cat.png",
                    in_name = "https://other.example/d.png",
                    reacted = "https://other.example/e.png";
  for (const auto& url : {in_post, in_name, reacted}) {
    files_.files[url] =
        made_by_ffmpeg("-f lavfi -i testsrc2=size=32x32 -frames:v 1 -c:v png -f image2pipe");
  }
  carol_.emojis = {{"dog", iri(in_name)}};
  Post post{.iri = iri("https://other.example/notes/cats")};
  post.author = carol_.id;
  post.published = clock_.now();
  post.label = Label::public_;
  post.emojis = {{"cat", iri(in_post)}};
  ASSERT_TRUE(node_->writer()
                  .apply([&](WriteTxn& txn) -> Result<void> {
                    TRY(put_actor(txn, carol_, clock_.now()));
                    TRY(add_post(txn, post, clock_.now()));
                    Reaction elk{.iri = iri("https://other.example/likes/1"),
                                 .actor = carol_.id,
                                 .post = find_post(txn, post.iri)->id,
                                 .content = ":elk:",
                                 .at = clock_.now(),
                                 .emoji = iri(reacted)};
                    TRY(add_reaction(txn, elk, clock_.now()));
                    return {};
                  })
                  .ok());
  const auto id = to_string(find_post(*node_->read(), post.iri)->id);
  const auto status = json(call("GET", "/api/v1/statuses/" + id, alice_));
  const auto reactions = json(call("GET", "/api/v1/pleroma/statuses/" + id + "/reactions", alice_));
  for (const auto& emoji : {status["emojis"][0], status["account"]["emojis"][0], reactions[0]}) {
    const auto picture = get(path_of(emoji, "url"));
    EXPECT_EQ(picture.status, 200) << emoji;
    EXPECT_EQ(header(picture, "Content-Type"), "image/png");
    EXPECT_EQ(path_of(emoji, "static_url"), path_of(emoji, "url"));
  }
  EXPECT_EQ(asked(in_post) + asked(in_name) + asked(reacted), 3);
  auto forged = path_of(status["emojis"][0], "url");
  forged.replace(forged.find("emoji-cat"), 9, "emoji-dog");
  EXPECT_EQ(get(forged).status, 404);
}

TEST_F(RemoteFile, ThatIsAFilmStaysAsItIsAndIsGivenInParts) {
  const std::string url = "https://other.example/1.webm";
  files_.files[url] = a_film();
  const auto file = file_of(url, "video/webm");
  const auto part = get(path_of(file, "url"), {{"Range", "bytes=0-9"}});
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.body, files_.files[url].substr(0, 10));
  EXPECT_EQ(header(part, "Content-Type"), "video/webm");
}

TEST_F(RemoteFile, ThatHoldsCaptionsComesThroughHereAsWebVtt) {
  const std::string film = "https://other.example/1.webm", text = "https://other.example/1.vtt",
                    page = "https://other.example/page";
  files_.files[text] = "1\r\n00:00:01,000 --> 00:00:02,000\r\nHello\r\n";
  files_.files[page] = "<html>no captions";
  captions_ = {{"de", "Deutsch", iri(text)}, {"en", "English", iri(page)}};
  const auto list = file_of(film, "video/webm")["captions"];
  ASSERT_EQ(list.size(), 2U);
  for (int i = 0; i < 2; ++i) {
    const auto captions = get(path_of(list[0], "url"));
    ASSERT_EQ(captions.status, 200) << captions.body;
    EXPECT_EQ(captions.body, "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nHello\n");
    EXPECT_EQ(header(captions, "Content-Type"), "text/vtt; charset=utf-8");
    EXPECT_EQ(header(captions, "X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(get(path_of(list[1], "url")).status, 404);
  }
  EXPECT_EQ(asked(text) + asked(page), 2);
  auto other = path_of(list[0], "url");
  other.replace(other.find("-captions-de"), 12, "-captions-en");
  EXPECT_EQ(get(other).status, 404) << "signed for another file";
  suspend(carol_);
  EXPECT_EQ(get(path_of(list[0], "url")).status, 404);
}

TEST_F(RemoteFile, ThatCannotBeShownIsAskedForOnceInAWhile) {
  const std::string url = "https://other.example/1.jpg";
  for (const auto& bytes : {std::string("<html>no picture"), a_photo().substr(0, 500)}) {
    files_.files[url] = bytes;
    files_.asked.clear();
    clock_.advance(hours(1));
    const auto path = path_of(file_of(url), "url");
    EXPECT_EQ(get(path).status, 404);
    EXPECT_EQ(get(path).status, 404);
    EXPECT_EQ(asked(url), 1);
    clock_.advance(minutes(11));
    EXPECT_EQ(get(path).status, 404);
    EXPECT_EQ(asked(url), 2);
  }
  EXPECT_EQ(count_files("cache"), 0U);
  EXPECT_EQ(count_files("work"), 0U);
}

TEST_F(RemoteFile, ThatIsTooLargeToBeKeptIsShownWhereItIs) {
  open_with(size_t{1} << 10);
  const std::string url = "https://other.example/1.jpg";
  files_.files[url] = a_photo();
  const auto path = path_of(file_of(url), "url");
  for (int i = 0; i < 2; ++i) {
    const auto answer = get(path);
    EXPECT_EQ(answer.status, 302);
    EXPECT_EQ(header(answer, "Location"), url);
  }
  EXPECT_EQ(asked(url), 1);
}

TEST_F(RemoteFile, ThatWasLookedAtLongestAgoGoesFirst) {
  std::vector<std::string> paths;
  for (int i = 0; i < 4; ++i) {
    const auto url = "https://other.example/" + std::to_string(i) + ".jpg";
    files_.files[url] = photo(i);
    paths.push_back(path_of(file_of(url), "url"));
    ASSERT_EQ(get(paths.back()).status, 200);
  }
  uint64_t bytes = 0;
  for (const auto& entry : fs::directory_iterator(dir_.path() / "cache")) {
    bytes += entry.file_size();
    fs::last_write_time(entry.path(), fs::file_time_type::clock::now() - std::chrono::hours(1));
  }
  get(paths[0]);  // of the oldest, the one that is looked at again
  open_with(bytes - 1);
  ASSERT_TRUE(node_->keep_house().ok());
  EXPECT_LT(count_files("cache"), 8U);
  files_.files.clear();
  EXPECT_EQ(get(paths[0]).status, 200) << "it stays";
}

TEST_F(RemoteFile, OfSomebodyWhoIsSuspendedIsShownToNobody) {
  const std::string url = "https://other.example/1.jpg";
  files_.files[url] = a_photo();
  const auto path = path_of(file_of(url), "url");
  ASSERT_EQ(get(path).status, 200);
  suspend(carol_);
  EXPECT_EQ(get(path).status, 404);
}

TEST_F(RemoteFile, WithAnAddressThatThisNodeDidNotGiveIsNotFetched) {
  const std::string url = "https://other.example/1.jpg";
  files_.files[url] = a_photo();
  const auto path = path_of(file_of(url), "url");
  const auto slash = path.rfind('/');
  auto forged = path;
  forged.back() = forged.back() == '0' ? '1' : '0';
  for (const std::string& wrong : std::vector<std::string>{
           forged, path.substr(0, slash) + "/", path.substr(0, slash) + "/" + std::string(32, '0'),
           path.substr(0, slash) + "-small" + path.substr(slash), "/media/people/1/icon/0",
           "/media/others/1/0/0"}) {
    EXPECT_EQ(get(wrong).status, 404) << wrong;
  }
  EXPECT_EQ(asked(url), 0);
  EXPECT_EQ(get(path + "?url=https://other.example/2.jpg").status, 200);
  EXPECT_EQ(asked("https://other.example/2.jpg"), 0);
}

}  // namespace
}  // namespace hallway::test
