import CaseFiles
import SeedsAndSnapshots
import Testing

@Suite struct SchemaReferenceTests {
  @Test func referenceIsThatOfTheSnapshot() throws {
    try expectSnapshot("SchemaReference.md", schemaReference())
  }
}
