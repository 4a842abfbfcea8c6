#include "webfinger/xml_document.h"

#include <gtest/gtest.h>

namespace hallway {
namespace {

TEST(XmlDocument, OnlyWhatIsWellFormedAndHasNoDocumentTypeIsRead) {
  const auto read = read_xml("<a:b xmlns:a='urn:x'><c/></a:b>");
  ASSERT_TRUE(read);
  const auto* root = xmlDocGetRootElement(read.get());
  EXPECT_TRUE(is_element(root, "b"));
  EXPECT_FALSE(is_element(root, "c"));
  for (const char* refused : {"", "words", "<a>", "<a></b>", "<!DOCTYPE a><a/>",
                              "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>"}) {
    EXPECT_FALSE(read_xml(refused)) << refused;
  }
}

}  // namespace
}  // namespace hallway
