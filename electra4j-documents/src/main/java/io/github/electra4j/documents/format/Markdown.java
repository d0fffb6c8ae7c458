package io.github.electra4j.documents.format;

import java.nio.file.Path;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.jsoup.Jsoup;

/** CommonMark: what a reader sees, without the signs. */
final class Markdown implements FormatReader {
    private static final Parser PARSER = Parser.builder().build();

    @Override
    public Document read(Path file, byte[] bytes) throws UnreadableException {
        TextGatherer gathered = new TextGatherer();
        PARSER.parse(Utf8.decode(file, bytes)).accept(new Visitor(gathered));
        return gathered.document(null);
    }

    private static final class Visitor extends AbstractVisitor {
        private final TextGatherer out;

        Visitor(TextGatherer out) {
            this.out = out;
        }

        @Override
        public void visit(Text text) {
            out.flowing(text.getLiteral());
        }

        @Override
        public void visit(Code code) {
            out.flowing(code.getLiteral());
        }

        @Override
        public void visit(SoftLineBreak line) {
            out.newWord();
        }

        @Override
        public void visit(HardLineBreak line) {
            out.newLine();
        }

        @Override
        public void visit(Heading heading) {
            out.openHeading(heading.getLevel());
            visitChildren(heading);
            out.closeHeading();
        }

        @Override
        public void visit(Paragraph paragraph) {
            // The items of a tight list are lines of one paragraph.
            if (!(paragraph.getParent() instanceof ListItem)) {
                out.newParagraph();
            }
            visitChildren(paragraph);
            if (!(paragraph.getParent() instanceof ListItem)) {
                out.newParagraph();
            }
        }

        @Override
        public void visit(ListItem item) {
            out.newLine();
            visitChildren(item);
            out.newLine();
        }

        @Override
        public void visit(BlockQuote quote) {
            out.newParagraph();
            visitChildren(quote);
            out.newParagraph();
        }

        @Override
        public void visit(FencedCodeBlock code) {
            out.newParagraph();
            out.preformatted(code.getLiteral());
            out.newParagraph();
        }

        @Override
        public void visit(IndentedCodeBlock code) {
            out.newParagraph();
            out.preformatted(code.getLiteral());
            out.newParagraph();
        }

        @Override
        public void visit(HtmlBlock html) {
            out.newParagraph();
            out.flowing(Jsoup.parseBodyFragment(html.getLiteral()).text());
            out.newParagraph();
        }

        @Override
        public void visit(HtmlInline html) {
            // A tag alone; what it encloses are nodes of their own.
        }
    }
}
