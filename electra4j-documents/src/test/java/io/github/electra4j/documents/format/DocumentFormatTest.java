package io.github.electra4j.documents.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.electra4j.documents.format.Document.Mark;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each format gives, and how files without text are refused. */
class DocumentFormatTest {
    @TempDir
    private Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private void assertUnreadable(Path file, String... said) {
        assertThatExceptionOfType(UnreadableException.class)
                .isThrownBy(() -> DocumentFormat.read(file))
                .withMessageStartingWith(file + ": ")
                .satisfies(e -> assertThat(e.getMessage()).contains(said));
    }

    @Test
    void text_isGivenAsItStands() throws IOException {
        Document read = DocumentFormat.read(file("a.txt", "One  line.\r\n\r\n  Another 🦊.\n"));

        assertThat(read.text()).isEqualTo("One  line.\r\n\r\n  Another 🦊.\n");
        assertThat(read.title()).isNull();
        assertThat(read.marks()).isEmpty();
    }

    @Test
    void text_withByteOrderMark_beginsBehindIt() throws IOException {
        assertThat(DocumentFormat.read(file("a.TXT", "\uFEFFBegin")).text()).isEqualTo("Begin");
    }

    @Test
    void text_packed_isUnpacked() throws IOException {
        Path packed = folder.resolve("a.md.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write("# Title\n\nBody".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(DocumentFormat.read(packed).text()).isEqualTo("Title\n\nBody");
    }

    @Test
    void markdown_losesItsSigns_andKeepsItsHeadings() throws IOException {
        Document read = DocumentFormat.read(file(
                "a.md",
                "# The *guide*\n\nSome **bold** text\nwith a [link](http://x.y) and `code`.\n\n## Lists\n\n- one\n- two\n\n"
                        + "```\na = 1\nb = 2\n```\n\n<p>raw <b>HTML</b></p>\n\n> quoted\n"));

        assertThat(read.text())
                .isEqualTo("The guide\n\nSome bold text with a link and code.\n\nLists\n\none\ntwo\n\na = 1\nb = 2\n\n"
                        + "raw HTML\n\nquoted");
        assertThat(read.title()).isEqualTo("The guide");
        assertThat(read.marks())
                .containsExactly(
                        Mark.heading(0, 1, "The guide"),
                        Mark.heading(read.text().indexOf("Lists"), 2, "Lists"));
    }

    @Test
    void markdown_leavesOutFrontMatter_andTakesItsTitle() throws IOException {
        Document read = DocumentFormat.read(
                file("a.md", "---\ntitle: \"The guide\"\ntags:\n  - one\n---\n# Begin\n\nText\n\n---\n\nend\n"));

        assertThat(read.text()).isEqualTo("Begin\n\nText\n\nend");
        assertThat(read.title()).isEqualTo("The guide");
        assertThat(DocumentFormat.read(file("c.md", "---\ntitle: 1984\nat: 99999999999:30\n---\nText\n"))
                        .title())
                .isEqualTo("1984");
        assertThat(DocumentFormat.read(file("b.md", "---\r\ndate: 2020\r\n---\r\n# Begin\r\n"))
                        .title())
                .isEqualTo("Begin");
    }

    /** As a text may begin that has none. */
    @Test
    void markdown_behindALineAcross_isRead() throws IOException {
        assertThat(DocumentFormat.read(file("a.md", "---\n\nOne\n\n---\n\nTwo\n"))
                        .text())
                .isEqualTo("One\n\nTwo");
        assertThat(DocumentFormat.read(file("b.md", "---\nNote: this one\nhas no end\n"))
                        .text())
                .isEqualTo("Note: this one has no end");
        assertThat(DocumentFormat.read(file("d.md", "---\n" + "\n".repeat(20_000) + "One"))
                        .text())
                .isEqualTo("One");
        assertThat(DocumentFormat.read(file("c.md", "---\nOne\n---\nTwo: {\n")).text())
                .isEqualTo("One\n\nTwo: {");
    }

    @Test
    void markdown_partsTheParagraphsOfAnItem() throws IOException {
        assertThat(DocumentFormat.read(file("a.md", "1. first\n\n   second\n\n   - inner\n\n   third\n\n2. last"))
                        .text())
                .isEqualTo("first\n\nsecond\ninner\n\nthird\nlast");
    }

    @Test
    void markdown_leavesOutScripts_inLinesAndBlocks() throws IOException {
        Document read = DocumentFormat.read(
                file(
                        "a.md",
                        "One <script type=\"x\">let *a* = `b`;</script > word<style>p {}</STYLE>.\n\n"
                                + "<div>\nTwo<script>c()</script><p hidden>No.</p>\n</div>\n\nA <script> of a play, and List<Object> too.\n"));

        assertThat(read.text()).isEqualTo("One word.\n\nTwo\n\nA of a play, and List too.");
    }

    @Test
    void markdown_leavesOutWhatIsHidden_inLinesAndOverBlocks() throws IOException {
        Document read = DocumentFormat.read(file(
                "a.md",
                "One <span hidden>no <span>no</span> *no*</span>word, <b hidden>stray.\n\n"
                        + "<div style=\"display:none\">\n\nNo.\n\n<div>\n\nNo.\n\n</div>\n\n- No.\n\n</div>\n\nTwo.\n\n"
                        + "<nav>\nNo.\n\nNo.\n\n</nav>\n\n<div hidden>\n\nThree.\n"));

        assertThat(read.text()).isEqualTo("One word, stray.\n\nTwo.\n\nThree.");
    }

    /** Tables of Markdown have no other way to begin a line. */
    @Test
    void markdown_partsWordsAtLineBreaksOfHtml() throws IOException {
        assertThat(DocumentFormat.read(file("a.md", "red<br>green<BR />blue")).text())
                .isEqualTo("red\ngreen\nblue");
    }

    @Test
    void html_givesWhatIsRead() throws IOException {
        Document read = DocumentFormat.read(file(
                "a.html",
                "<!DOCTYPE html><html><head><title> Travel </title><style>p {}</style></head><body><nav>Home | About</nav>"
                        + "<h1>Rules</h1><p>First&nbsp;&amp; <b>fore</b>most.<br>New line.</p><script>alert(1)</script>"
                        + "<h2>Costs</h2><ul><li>Train</li><li>Bus</li></ul><table><tr><td>a</td><td>b</td></tr></table>"
                        + "<pre>x = 1\n  y</pre></body></html>"));

        assertThat(read.title()).isEqualTo("Travel");
        assertThat(read.text())
                .isEqualTo("Rules\n\nFirst & foremost.\nNew line.\n\nCosts\n\nTrain\nBus\n\na b\n\nx = 1\n  y");
        assertThat(read.marks())
                .containsExactly(
                        Mark.heading(0, 1, "Rules"), Mark.heading(read.text().indexOf("Costs"), 2, "Costs"));
    }

    /** The texts of whole standards are preformatted, and their blank lines part their paragraphs. */
    @Test
    void preformattedText_keepsItsBlankLines() throws IOException {
        String text = "First\nline.\n\nSecond.";

        assertThat(DocumentFormat.read(file("a.html", "<pre>First\nline.\n\n\nSecond.\n</pre>"))
                        .text())
                .isEqualTo(text);
        assertThat(DocumentFormat.read(file("a.md", "```\n" + text + "\n```")).text())
                .isEqualTo(text);
    }

    @Test
    void html_leavesOutWhatIsHidden_andNothingElse() throws IOException {
        Document read = DocumentFormat.read(file(
                "a.html",
                "<p hidden>No.</p><p style=\"display:none\">No.</p><div style=\"color: red; VISIBILITY : Hidden !important;\"><p>No.</p></div>"
                        + "<p aria-hidden=true>No.</p><p>Some <span aria-hidden=\"TRUE\">no</span> text.</p>"
                        + "<p style=\"display:none; display:block\">Shown.</p><p aria-hidden=\"false\" style=\"--display:none\">Also.</p>"
                        + "<p style=\"visibility:visible;;x\">And this.</p>"));

        assertThat(read.text()).isEqualTo("Some text.\n\nShown.\n\nAlso.\n\nAnd this.");
    }

    @Test
    void html_withAHeadingInAHeading_keepsItsText() throws IOException {
        Document read =
                DocumentFormat.read(file("a.html", "<body><h1><div>Outer<h2>Inner</h2></div></h1><p>Text</p></body>"));

        assertThat(read.text()).contains("Outer", "Inner", "Text");
        assertThat(read.marks()).extracting(Mark::heading).contains("Inner");
    }

    /** Elements that HTML cannot close in this way, and that would swallow the text. */
    @Test
    void xhtml_withEmptyElements_keepsItsText() throws IOException {
        Document read = DocumentFormat.read(
                file(
                        "a.XHTML",
                        "<?xml version=\"1.0\"?><!DOCTYPE html><html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>Book</title>"
                                + "<script src=\"a.js\"/></head><body><iframe src=\"b\"/><h1>Chapter<a id=\"c\"/></h1><div hidden=\"\"/>"
                                + "<p>One&nbsp;&amp;<br/>two.</p><p>Three <![CDATA[< 4]]></p><ul><li>a</li><li>b</li></ul></body></html>"));

        assertThat(read.title()).isEqualTo("Book");
        assertThat(read.text()).isEqualTo("Chapter\n\nOne &\ntwo.\n\nThree < 4\n\na\nb");
        assertThat(read.marks()).containsExactly(Mark.heading(0, 1, "Chapter"));
        assertThat(DocumentFormat.read(file("b.xhtml", "<html><head><title/></head><body>Text</body></html>"))
                        .text())
                .isEqualTo("Text");
    }

    @Test
    void html_inAnotherEncoding_isReadByItsMeta() throws IOException {
        Path file = folder.resolve("a.htm");
        Files.write(
                file,
                "<html><head><meta charset=\"iso-8859-1\"></head><body>Öl und Käse</body></html>"
                        .getBytes(StandardCharsets.ISO_8859_1));

        assertThat(DocumentFormat.read(file).text()).isEqualTo("Öl und Käse");
    }

    @Test
    void pdf_givesItsPages() throws IOException {
        Path file = folder.resolve("a.pdf");
        MadePdf.write(
                file,
                "Handbook",
                List.of(List.of("Trains are booked", "by the office."), List.of(), List.of("Third page.")));

        Document read = DocumentFormat.read(file);

        assertThat(read.title()).isEqualTo("Handbook");
        assertThat(read.text()).isEqualTo("Trains are booked\nby the office.\n\nThird page.");
        assertThat(read.marks())
                .containsExactly(Mark.page(0, 1), Mark.page(read.text().indexOf("Third"), 3));
    }

    @Test
    void pdf_withPassword_isNamed() throws IOException {
        Path file = folder.resolve("secret.pdf");
        MadePdf.write(file, "Secret", List.of(List.of("Nothing to see")), "key");

        assertUnreadable(file, "password");
    }

    @Test
    void pdf_damaged_isNamed() throws IOException {
        assertUnreadable(file("a.pdf", "%PDF-1.4 and then nothing of the kind"), "PDF");
    }

    @Test
    void pdf_ofPicturesAlone_isNamed() throws IOException {
        Path file = folder.resolve("scan.pdf");
        MadePdf.write(file, "Scan", List.of(List.of()));

        assertUnreadable(file, "no text", "ocrmypdf");
    }

    @Test
    void text_notInUtf8_isNamedWithThePlace() throws IOException {
        Path file = folder.resolve("a.txt");
        Files.write(file, new byte[] {'a', 'b', (byte) 0xE4, 'c'});

        assertUnreadable(file, "no UTF-8 at byte 2", "iconv");
    }

    @Test
    void text_cutInsideACharacter_isNamed() throws IOException {
        Path file = folder.resolve("a.txt");
        Files.write(file, new byte[] {'a', (byte) 0xC3});

        assertUnreadable(file, "no UTF-8 at byte 1");
    }

    @Test
    void text_withNul_isNamed() throws IOException {
        assertUnreadable(file("a.txt", "a\0b"), "NUL");
    }

    @Test
    void file_withoutText_isNamed() throws IOException {
        assertUnreadable(file("a.txt", ""), "no text");
        assertUnreadable(file("b.md", "\n \n"), "no text");
        assertUnreadable(file("c.html", "<html><body><script>x</script></body></html>"), "no text");
    }

    @Test
    void packedFile_damaged_isNamedOnce() throws IOException {
        Path file = file("a.txt.gz", "no gzip");

        assertUnreadable(file, "a.txt.gz");
        assertThatExceptionOfType(UnreadableException.class)
                .isThrownBy(() -> DocumentFormat.read(file))
                .satisfies(e ->
                        assertThat(e.getMessage().split(file.toString(), -1)).hasSize(2));
    }

    @Test
    void html_nestedDeeply_isRead() throws IOException {
        assertThat(DocumentFormat.read(file("deep.html", "<div>".repeat(20_000) + "inside"))
                        .text())
                .isEqualTo("inside");
    }

    @Test
    void name_ofAnotherKind_hasNoFormat() {
        assertThat(DocumentFormat.of(Path.of("a.docx"))).isNull();
        assertThat(DocumentFormat.of(Path.of("README"))).isNull();
        assertThat(DocumentFormat.of(Path.of("a.PDF"))).isEqualTo(DocumentFormat.PDF);
        assertThat(DocumentFormat.of(Path.of("a.html.xz"))).isEqualTo(DocumentFormat.HTML);
    }
}
