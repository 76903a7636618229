from azure.storage.blob import DelimitedJsonDialect, DelimitedTextDialect

from . import client


class Queries(client.Suite):
    def test_delimited_text(self):
        blob = self.put("rows.csv", "id;name\n1;'a;b'\n2;c\n30;d\n")
        csv = DelimitedTextDialect(delimiter=";", quotechar="'", lineterminator="\n", has_header=True)
        out = DelimitedTextDialect(delimiter="|", quotechar="'", lineterminator="\n")
        reader = blob.query_blob("SELECT name, id FROM BlobStorage WHERE CAST(id AS INT) < 10", blob_format=csv, output_format=out)
        self.assertEqual(reader.readall(), b"a;b|1\nc|2\n")
        self.assertEqual(len(reader), 25)
        count = blob.query_blob("SELECT COUNT(*) FROM BlobStorage", blob_format=csv, output_format=out)
        self.assertEqual(count.readall(), b"3\n")

    def test_lines_of_json(self):
        blob = self.put("rows.json", '{"n":1,"deep":{"k":"x"}}\n{"n":2,"deep":{"k":"y"}}\n')
        json = DelimitedJsonDialect(delimiter="\n")
        self.assertEqual(blob.query_blob("SELECT n FROM BlobStorage[*] WHERE n = 2", blob_format=json, output_format=json).readall(), b'{"n":2}\n')
        text = blob.query_blob("SELECT n, deep.k FROM BlobStorage[*]", blob_format=json, output_format=DelimitedTextDialect())
        self.assertEqual(text.readall(), b"1,x\n2,y\n")

    def test_errors_are_told(self):
        errors = []
        blob = self.put("bad", "1,a\nx,b\n3,c\n")
        reader = blob.query_blob("SELECT _2 FROM BlobStorage WHERE _1 >= 1", on_error=errors.append)
        self.assertEqual(reader.readall(), b"a\nc\n")
        self.assertEqual([(error.error, error.is_fatal, error.position) for error in errors], [("InvalidTypeConversion", False, 4)])
        self.refused(400, "InvalidInput", lambda: blob.query_blob("SELECT FROM").readall())
