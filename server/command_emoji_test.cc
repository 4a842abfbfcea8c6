// hallway emoji add reads the picture in the process of whoever says it.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "server/commands.h"
#include "storage/values/crypto.h"

namespace hallway {
namespace {

TEST(EmojiCommand, ThePictureTravelsAsText) {
  const auto path = std::filesystem::path(::testing::TempDir()) / "emoji_command.png";
  std::ofstream(path, std::ios::binary) << std::string("\x89PNG\0tea", 8);
  const auto* command = find_command("emoji add");
  Json arguments{{"name", "tea"}, {"picture", path.string()}};
  ASSERT_TRUE(command->prepare(arguments).ok());
  EXPECT_EQ(arguments["picture"], base64(std::string("\x89PNG\0tea", 8)));
  std::filesystem::remove(path);
  Json gone{{"name", "tea"}, {"picture", path.string()}};
  EXPECT_EQ(command->prepare(gone).error().code, Code::not_found);
}

}  // namespace
}  // namespace hallway
