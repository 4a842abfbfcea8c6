#pragma once
// Forms with files, as clients and pages send them (RFC 7578).

#include <string>
#include <utility>
#include <vector>

#include "tests/support/api.h"

namespace hallway::test {

struct Form {
  std::vector<std::pair<std::string, std::string>> fields, files;

  static constexpr const char* kType = "multipart/form-data; boundary=----a-boundary";
  [[nodiscard]] std::string body() const {
    std::string out;
    const auto part = [&](const std::string& head, const std::string& content) {
      out += "------a-boundary\r\nContent-Disposition: form-data; " + head + "\r\n\r\n" + content +
             "\r\n";
    };
    for (const auto& [name, value] : fields) part("name=\"" + name + "\"", value);
    for (const auto& [name, bytes] : files) {
      part("name=\"" + name + "\"; filename=\"../../a.html\"\r\nContent-Type: text/html", bytes);
    }
    return out + "------a-boundary--\r\n";
  }
};

class UploadTest : public ApiTest {
 protected:
  Response send(const std::string& method, const std::string& path, const std::string& token,
                const Form& form) {
    clock_.advance(milliseconds(1));
    auto headers = bearer(token);
    headers.set("Content-Type", Form::kType);
    return node_->handle(request(method, path, std::move(headers), form.body()));
  }
  Response upload(const std::string& token, const std::string& bytes,
                  std::vector<std::pair<std::string, std::string>> fields = {}) {
    return send("POST", "/api/v2/media", token, {std::move(fields), {{"file", bytes}}});
  }
  // The id of what was uploaded and is ready or waits.
  std::string uploaded(const std::string& token, const std::string& bytes) {
    const auto response = upload(token, bytes);
    EXPECT_TRUE(response.status == 200 || response.status == 202) << response.body;
    return std::string(find_string(json(response), "id").value_or(""));
  }
  // Of the folder of the node; 0 where it is not there.
  size_t count_files(const char* folder) const {
    std::error_code none;
    size_t count = 0;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(dir_.path() / folder, none)) {
      if (entry.is_regular_file()) ++count;
    }
    return count;
  }
};

}  // namespace hallway::test
