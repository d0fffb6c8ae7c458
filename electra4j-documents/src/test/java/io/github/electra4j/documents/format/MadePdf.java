package io.github.electra4j.documents.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.jspecify.annotations.Nullable;

/** Writes small PDFs. */
public final class MadePdf {
    private MadePdf() {}

    /** A file with a title and pages of lines; a page without lines is blank. */
    public static void write(Path file, String title, List<List<String>> pages) throws IOException {
        write(file, title, pages, null);
    }

    static void write(Path file, String title, List<List<String>> pages, @Nullable String password) throws IOException {
        try (PDDocument pdf = new PDDocument()) {
            pdf.getDocumentInformation().setTitle(title);
            for (List<String> lines : pages) {
                PDPage page = new PDPage();
                pdf.addPage(page);
                if (!lines.isEmpty()) {
                    try (PDPageContentStream out = new PDPageContentStream(pdf, page)) {
                        out.beginText();
                        out.setFont(new PDType1Font(FontName.HELVETICA), 12);
                        out.setLeading(14);
                        out.newLineAtOffset(60, 700);
                        for (String line : lines) {
                            out.showText(line);
                            out.newLine();
                        }
                        out.endText();
                    }
                }
            }
            if (password != null) {
                pdf.protect(new StandardProtectionPolicy("owner", password, new AccessPermission()));
            }
            pdf.save(file.toFile());
        }
    }
}
