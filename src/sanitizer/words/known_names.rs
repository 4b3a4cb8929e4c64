//! Given names and family names of many countries, and how family names end.
//!
//! The lists are those of `fake`, which the seeder draws from too, and what they leave out. A listed name proves
//! nothing alone: `persons` asks it of one word of a run that already looks like a name.

use std::collections::HashSet;
use std::sync::LazyLock;

use fake::locales::{AR_SA, CY_GB, DE_DE, Data, EN, FR_FR, IT_IT, NL_NL, PT_BR, PT_PT, TR_TR};

/// Given names of countries whose lists `fake` does not hold.
const MORE_GIVEN: &str = " Clarence Laurence Lawrence Terrence Terence Birgitte Ottilia Ermenegilda Ermenegildo Gwénola Květoslava Skaidrīte Leelo Wielisława Eustaquio Apolonia Nurhan Gheorghiță Margit Margret Annemarie Cornelia Temperance Eyvindur Ottoline Gyöngyi Leonidas Leónidas Λεωνίδας Λεωνίδα Gunhild Gunhilde Torbjørg Torbjorg Oddbjørg Ingebjørg Sigurbjörg Ingibjörg Þorbjörg Hjördís Hjördis Hrafnhildur Steinunn Ragnheiður Þórdís Ásdís Guðmundur Sigurður Kristján Ólafur Magnús Birgir Ştefan Ștefania Ștefăniță Dănuț Gavril Grigore Mariana Doina Lăcrămioara Crenguța Fjodor Fyodor Arkadi Arkady Igor Oleg Xiomara Yesenia Maritza Itzel Anaís Nayeli Citlali Oluwaseun Oluwadamilola Olusegun Oluwafemi Oluwaseyi Adebayo Ifeoma Chiamaka Ngozi Chinedu Obinna Emeka Wanjiru Achieng Thandiwe Nomsa Nokuthula Kusumawati Sulistyo Halldóra Wiebke Wiebcke Heinke Telse Antje Frauke Hauke Sönke Ove Momme Silje Ingvill Bjørg Aslaug Sunniva Eskil Torvald Ketil Runa Yrsa Solvej Maren Bothilde Dagny Gunnhild Sigfrid Gunborg Ingegerd Ragnvald Torgny Valborg Auguste Guénolé Enora Nolwenn Gildas Morgane Erwan Goulven Katell Rozenn Soazig \
 Aitor Ainhoa Aintzane Ander Ane Arantxa Asier Beñat Edurne Eider Eneko Estíbaliz Garazi Garikoitz Gorka Idoia Iker Imanol Iñaki Iñigo Itxaso Izaskun Iratxe Jokin Joseba Josu Josune Kepa Koldo Leire Maialen Maite Maitane Markel Mikel Miren Naiara Nagore Nekane Nerea Oihane Unai Urko Xabier Yolanda Zuriñe Jordi Montse Mireia Oriol Pau Pere Ramon Roser Xavi Núria Laia Meritxell Carme Josep Joan Jaume Lluís Quim Arnau Anxo Brais Uxía Xoán Iria Antía Sabela \
 Adelheid Adelgunde Adalbert Albrecht Alois Alwin Annelore Ansgar Apollonia Arnulf Balduin Bartholomäus Benedikt Berthold Brunhilde Burghard Dietlinde Dorothea Eckart Edeltraud Eberhard Edmund Eduard Eleonore Elfriede Elisabeth Emmerich Engelbert Erhard Erika Erna Ernst Ewald Felicitas Ferdinand Friedhelm Friederike Frieda Gebhard Gernot Gertrud Gislinde Gudrun Gundula Gunther Hartwig Hedwig Heimo Heinz-Peter Helmtrud Hermine Hieronymus Hilarius Hilde Hildebrand Hildegund Hubert Hubertus Ignaz Irmtraud Isolde Jakob Josefine Judith Kaspar Konstanze Kreszenz Kunibert Kunigunde Leonhard Leopold Liselotte Lorenz Ludger Luitgard Mathilde Mechthild Meinhard Meinrad Notburga Oswald Ottmar Ottokar Philomena Pankraz Roswitha Rosalinde Rudolf Ruprecht Rupert Ruth Sebastian Sepp Severin Sieglinde Sigmund Sigrun Theodor Theo Theresia Thusnelda Traudl Trude Ulrike Vinzenz Veit Walburga Walther Wendelin Wenzel Wilhelmine Wilhelmina Wiltrud Wolfram Wunibald Xaver Zenzi Zita \
 Bogumiła Bogusław Bolesław Bożena Bronisław Bronisława Błażej Danuta Dobrosława Felicja Fryderyk Gabriela Genowefa Gustaw Henryk Honorata Hubert Ignacy Izabela Jagna Jagoda Justyna Kazimiera Klaudia Klemens Konstancja Krystian Lidia Lucjan Ludwika Łucja Maksymilian Malwina Marzena Mateusz Mieczysław Milena Nikodem Norbert Oliwia Oskar Patrycja Roman Sebastian Seweryn Stefania Teodor Wacław Walenty Wanda Wawrzyniec Weronika Wiesława Wincenty Władysław Zdzisława Zenon Zygmunt Żaklina Świętosława Świetlana \
 Bendegúz Boglárka Bálint Barnabás Dezső Emese Emőke Enikő Ernő Fruzsina Gellért Hedvig Imre Jenő Kálmán Kinga Kornél Lajos Lóránt Magdolna Marcell Noémi Ödön Rezső Sarolta Tihamér Tekla Vencel Virág Zsombor Zsuzsa Gergely Botond \
 Bohdana Hlib Zakhar Zoriana Yaryna Yurii Nazar Ivanna Lesia Levko Lubomyr Marko Markiyan Mykyta Nestor Panas Rostyslav Ruslana Severyn Solomiya Stepan Sviatoslav Tymofii Uliana Vasylyna Viacheslav Vladyslav Yevheniia Zinovii Aliaksandr Katsiaryna Siarhei Uladzimir Hanna Aigerim Aizhan Almas Alibek Arman Askar Assel Bakhyt Bauyrzhan Daniyar Dauren Dinara Gulnara Kairat Madina Nurlan Nursultan Saule Serik Timur Zhanar Zhanna Yerlan Aibek Bakyt Gulmira Jamshid Nodira Rustam Shavkat Otabek Farrukh Feruza Dilnoza Sardor Rashad Aytan Elchin Nigar Vugar Davit Giorgi Levan Nino Tamar Zurab Ketevan Anahit Arpine Hayk Narek Tigran Vardan Armen Karen \
 Agus Asep Bambang Budi Cahya Dewi Dian Eko Endang Fitri Hendra Indah Joko Ketut Made Nyoman Putu Rini Rizky Siti Suharto Sukarno Surya Teguh Tri Wahyu Wayan Widya Yanti Yudi Retno Ratna Sukma Slamet Haryanto Aulia Nurul Azlan Faizal Hafiz Haziq Khairul Nurhaliza Razak Rosmah Syafiq Zulkifli Aiman Siew Boon Chee Kok Wai Jun Mei-Ling Hui-Min \
 Raghavendra Raghav Omprakash Narendra Nagaraj Murugan Muthu Mahalakshmi Manjunath Chandrasekhar Balaji Anand Arvind Bhaskar Chetan Devika Gayatri Girish Gopalakrishnan Hari Harini Janaki Jayanthi Kalpana Karthikeyan Kumaran Lavanya Mallika Meenakshi Mythili Nagesh Narayan Nirmala Parvati Prasanna Radhika Raghunath Rajendra Ramakrishna Ramya Revathi Rukmini Sandhya Saraswati Satyanarayana Savitri Shankara Sharmila Shiva Shobha Sridevi Srikanth Subramanian Sujatha Sundar Surendra Thangavel Umesh Vaishnavi Vasanth Venkatesh Vidhya Yamini Gurpreet Harpreet Jaspreet Manpreet Navjot Simran Amandeep Rajinder Sukhwinder Tanveer Farhan Faizan Zeeshan Ayesha Sana Saima Usman Waqas Nadeem Shahid Shazia Rukhsana Nusrat Jahangir Mahmuda Nasrin Rafiqul Shafiqul Sumaiya Tahmina \
 Olumide Oluwatobi Olamide Oyelaran Adewale Adeola Adesola Ayotunde Babatunde Blessing Chibuike Chukwuemeka Chukwudi Ebube Ekene Funmilayo Ikenna Kelechi Kehinde Nnamdi Nneka Obiageli Ogechi Okechukwu Olabisi Olufemi Omolara Onyekachi Sade Taiwo Temitope Titilayo Uchenna Yewande Zainabu Abena Afua Ama Kwaku Kwasi Yaw Atieno Akinyi Chebet Kamau Kariuki Kipchoge Mutua Mwangi Njoroge Nyambura Odhiambo Omondi Wairimu Wanjiku Bongani Busisiwe Lerato Mpho Naledi Nkosinathi Nomvula Palesa Sibusiso Siyabonga Themba Thulani Zodwa Tafadzwa Rumbidzai Tatenda Tsitsi Abebe Alemayehu Almaz Bekele Birhanu Dawit Desta Girma Haile Hirut Meron Mulugeta Selamawit Tesfaye Tewodros Yohannes Fatoumata Aminata Aissatou Boubacar Cheikh Mamadou Moussa Ousmane Oumar Ramatoulaye Seydou Souleymane Modou Abdoulaye \
 Ludovica Ottavia Ortensia Azzurra Calogero Carmela Ciro Concetta Cosimo Fiorella Gaetano Gennaro Ginevra Graziella Immacolata Leonardo Loredana Luciana Maddalena Marcella Marisa Nunzia Ornella Pasquale Pierluigi Pina Raimondo Rosalba Salvatore Santina Saverio Tiziano Vito Zeno \
 Apolline Anne-Laure Aymeric Bérengère Brigitte Capucine Clémence Clotilde Colette Corentin Edwige Emmanuelle Eugénie Fabienne Firmin Gaspard Gwenaëlle Ghislaine Hippolyte Honorine Jacqueline Léopold Léonie Ludivine Lucette Madeleine Maxence Mathurin Noëlle Ombeline Perrine Raphaëlle Roland Roselyne Sixtine Solène Tanguy Théodore Tiphaine Ysaline Yseult Zoé Oriane Maëva Élise Éloïse Ségolène Thibaud \
 Conceição Graciete Iracema Evaristo Joaquim Amélia Aparecida Benedita Cândida Célia Deolinda Dulce Edite Eliane Fátima Fernanda Filomena Francisca Gonçalo Graça Guilherme Henrique Inácio Jandira Jerônimo Josefina Leonor Lurdes Madalena Nazaré Nuno Odete Olívia Otávio Raimundo Ramiro Rui Sebastião Severino Thiago Tiago Valdir Vasco Zélia Joana Catarina Vanderlei Wanderley Jussara Ubiratan \
 Ragnhild Torkild Asbjørn Aslaug Borghild Dagfinn Eirik Eivind Gudmund Gunvor Halvor Hallvard Håvard Ingvild Jorunn Kåre Kristoffer Leif Liv Oddvar Oddny Olav Ragnar Reidar Reidun Sigurd Snorre Solfrid Stein Steinar Synnøve Terje Tormod Torbjørn Torgeir Torill Turid Unni Vegard Øivind Øyvind Åge Ebba Folke Gerda Greta Hedda Hjalmar Holger Ingemar Ingvar Kjerstin Lennart Maj-Britt Märta Olle Pontus Ragna Sixten Sölve Tyra Valter Viveka Aatos Arvo Eino Helmi Hilkka Jorma Kaarina Kalevi Kyllikki Marjatta Mirja Onni Orvokki Paavo Reijo Sirkka Tauno Terttu Toivo Tuulikki Urho Veikko Vieno \
 Gülizar Nurettin Ahmet Abdullah Alper Aslı Aylin Aysel Barış Begüm Berna Bilge Bülent Canan Ceren Cihan Demet Derya Dilek Doğan Ece Erdem Ergün Erkan Esin Ferhat Figen Filiz Funda Gizem Gonca Gül Gülay Güneş Gürkan Hande Hatice Hülya Hüseyin İlker İlknur İpek Kadir Kemal Koray Levent Mahmut Mesut Mine Müge Mustafa Nalan Necati Nermin Neslihan Nihat Nilüfer Nuray Nurcan Oya Perihan Pelin Ramazan Recep Rıza Rukiye Sabri Salih Seda Selma Semra Sevda Sevim Songül Süleyman Şükrü Taner Tarkan Tuncay Turgut Tülay Ümit Veli Yavuz Yeliz Yılmaz Yiğit Zafer Zehra Zeki Zerrin Züleyha \
 Jahzeel Jejomar Maricel Marivic Rosalie Rhodora Analyn Jhun Arnel Reynaldo Rodel Danilo Edgardo Ligaya Luzviminda Imelda Corazon Bayani Dalisay \
 Rosalind Rosamund Gwendolyn Winifred Millicent Nigel Alasdair Alistair Ailsa Beatrix Bronwen Cordelia Cressida Desmond Dougal Ewan Felicity Gillian Hamish Imogen Ingeborg Jemima Mairi Marjorie Meredith Mhairi Nerys Penelope Philippa Prudence Ronan Rosemarie Siegfried Tamsin Thaddeus Torquil Ursula Verity Wilfred Zara Declan Eoghan Fionn Sorcha Tiernan \
 Аристарх Агата Адам Альберт Альбина Ангелина Арсений Богдана Валерия Варвара Глеб Давид Евдокия Ефим Жанна Захар Зинаида Зоя Илона Инга Кира Клавдия Лев Леонтий Лилия Майя Марат Мирослав Назар Нелли Оксана Олеся Платон Рада Ренат Ринат Рустам Савелий Святослав Серафима Снежана Степан Таисия Тарас Ульяна Фаина Филипп Эдуард Эльвира Эмма Юлиан Ярина Ярослава Галина Десислава Първолета Златка Калоян Красимир Радослав Росица Светослав Цветан Цвета Живка Мирела Милена Драган Зоран Јелена Јована Милош Ненад Горан Снежана Соња Богумила Соломія Любомир Остап Орест Роксолана Зоряна Назарій Мар'яна \
 Αγγελική Αθανάσιος Αναστασία Αντώνης Ασπασία Βασιλική Γεωργία Δέσποινα Ειρήνη Ευαγγελία Ευδοκία Ευθύμιος Ζωή Θανάσης Θεόδωρος Ιφιγένεια Καλλιόπη Λευτέρης Μαρίνα Μιχάλης Ξένια Όλγα Παρασκευή Πέτρος Στέλιος Σταύρος Στέφανος Σωτήρης Φωτεινή Χαράλαμπος Χριστίνα \
 Agnieszka Aleksander Aleksandra Andrzej Barbara Bartosz Beata Bogdan Czesław Dariusz Dorota Edyta \
 Elżbieta Ewa Filip Grażyna Grzegorz Halina Hanna Irena Iwona Jacek Jadwiga Jakub Janusz Jarosław Jerzy Joanna Kacper \
 Kamil Karolina Katarzyna Kazimierz Kinga Krystyna Krzysztof Leszek Łukasz Maciej Magdalena Małgorzata Marcin Marek \
 Mariusz Marta Michał Mirosław Monika Paweł Piotr Przemysław Radosław Rafał Renata Ryszard Sławomir Stanisław Sylwia Szymon \
 Tadeusz Tomasz Urszula Waldemar Wiesław Witold Wojciech Zbigniew Zdzisław Zofia Zuzanna \
 Bohumil Dagmar Eliška František Hana Ivana Jana Jaroslav Jaroslava Jiří Josef Kateřina Ladislav Lenka Libor Lucie Ludmila Marie \
 Miloslav Miroslav Ondřej Pavel Petr Petra Radek Radka Stanislav Tomáš Václav Věra Veronika Vladimír Vojtěch Zdeněk Zdeňka \
 Zuzana Ľubomír Ján Juraj Jozef Katarína Štefan Žofia Matej Matúš Peter Marián Branislav Dušan \
 Andrej Bojan Borut Dejan Dragan Goran Hrvoje Ivan Ivica Jelena Josip Jovan Luka Marija Marko Mateja Matjaž Milan Milica Miloš \
 Mirjana Mladen Nenad Nikola Petar Predrag Slavko Snežana Srđan Stjepan Tamara Tanja Tihomir Tomislav Uroš Vesna Vladimir Zoran Željko \
 Dimitar Georgi Hristo Kalina Mihail Plamen Radka Rumen Stoyan Svetla Tsvetan Yordan Zdravko \
 Alexandru Andrei Bogdan Cătălin Cristian Dan Daniela Dumitru Elena Florin Gheorghe Horia Ileana Ioan Ioana Ion Ionuț Iulia Liviu \
 Lucian Marius Mihaela Mihai Mircea Nicolae Octavian Ovidiu Radu Răzvan Roxana Sorin Ștefan Tudor Vasile Viorel \
 Ágnes Anikó Attila Balázs Béla Bence Csaba Csilla Dániel Dávid Dóra Edit Endre Enikő Erzsébet Eszter Éva Ferenc Gábor Gergely \
 Gergő György Gyula Ildikó Ilona István Iván János József Judit Katalin Klára Kinga Kristóf Krisztina László Levente Lilla Lőrinc Máté Márton \
 Mihály Miklós Nándor Nikolett Nóra Orsolya Pál Péter Réka Sándor Szabolcs Szilvia Tamás Tibor Tímea Tünde Vilmos Viktória Zita \
 Zoltán Zsófia Zsolt Zsuzsanna \
 Anders Anneli Annika Arne Åsa Åke Astrid Birgitta Björn Bo Britta Carina Elin Erik Eva Freja Fredrik Göran Gunnar Gunilla Gustav \
 Håkan Hans Harald Helge Henrik Inga Ingrid Ingeborg Johan Jonas Jörgen Karin Kerstin Kjell Knut Lars Lena Linnea Magnus Malin Mats Mikael \
 Nils Olof Ove Per Pernilla Pia Rolf Rune Sigrid Signe Siv Sofie Solveig Stefan Sten Sven Svein Tone Torbjörn Torsten Trond Ulf Ulla Ulrika \
 Vidar Yngve Øystein Ørjan Aksel Asger Bente Birthe Bjarne Dorte Ejner Jens Jesper Jette Jørgen Kirsten Lise Mette Morten Mogens Niels \
 Nikolaj Palle Poul Preben Rasmus Søren Thorkild Torben Trine Vibeke Aino Aleksi Antti Eero Elina Eeva Hanna Heikki Ilkka Jaakko Jari Juha Juhani \
 Jukka Kaisa Kari Katja Lasse Leena Liisa Maija Matti Mikko Minna Outi Päivi Pekka Pentti Petri Pirjo Raimo Riitta Risto Saara Sami Sanna \
 Satu Seppo Sini Tapio Teemu Timo Tuomas Tuula Väinö Ville Guðrún Sigríður Jón Einar Ragnar Þór Halldór \
 Kadri Kaarel Kristjan Liis Maarja Mart Priit Tiit Toomas Urmas Andris Jānis Ilze Inese Kārlis Māris Algirdas Jonas Jurgita Kęstutis Rasa Vytautas \
 Alexandros Anastasios Andreas Athanasios Christos Dimitra Dimitris Dimitrios Eleni Georgios Giannis Giorgos Ioannis Katerina Konstantinos Kostas Maria \
 Nikolaos Nikos Panagiotis Sofia Spyros Stavros Theodoros Vasilis Vassilis \
 Álvaro Ángel Begoña Carlos Concepción Diego Eduardo Enrique Esperanza Esteban Felipe Fernando Francisco Gonzalo Guadalupe Héctor Ignacio Inés Itziar \
 Jaime Javier Jesús Joaquín Jorge José Josefa Juan Julián Leire Lourdes Lucía Luis Luisa Manuel Manuela María Marisol Mercedes Miguel Montserrat \
 Nuria Óscar Pablo Paloma Pedro Pilar Rafael Ramón Raúl Ricardo Rocío Rodrigo Rosario Rubén Salvador Santiago Sergio Soledad Teresa Tomás Víctor Xavier \
 Ximena Yolanda Luís João António \
 Alessandra Antonella Beatrice Bruno Carlo Chiara Claudia Cristina Davide Domenico Donatella Elisa Emanuele Enzo Fabio Fabrizio Federica Federico Filippo \
 Francesca Francesco Gabriella Giacomo Gianluca Gianni Giorgia Giorgio Giovanni Giulia Giuseppe Ilaria Laura Lorenzo Luca Luigi Marcello Marco Martina \
 Massimo Matteo Mauro Michela Michele Mirella Nicola Paola Paolo Patrizia Pietro Raffaele Riccardo Roberta Roberto Sara Serena Silvia Simona Simone Stefania \
 Stefano Tiziana Ugo Umberto Valentina Vincenzo Vittorio \
 Annegret Anke Anja Antje Axel Bärbel Bernd Birgit Britta Burkhard Carsten Christa Christoph Dagmar Detlef Dieter Dietrich Dirk Dörte Eckhard Elke \
 Erwin Eugen Florian Franz Friedrich Fritz Georg Gerd Gerda Gerhard Gisela Gottfried Günter Günther Hannelore Hannes Hartmut Heidi Heike Heiko Heinrich Heinz Helga \
 Helmut Herbert Hermann Hildegard Holger Horst Ilse Inge Ingo Irmgard Jochen Joachim Jörg Jürgen Karl Karsten Katharina Katja Katrin Klaus Konrad Kurt \
 Lothar Ludwig Lutz Manfred Margarete Matthias Monika Nadine Norbert Olaf Otto Petra Rainer Reinhard Reinhold Renate Rolf Rüdiger Sabine Siegfried \
 Silke Stefanie Susanne Svenja Swantje Thomas Thorsten Torsten Ulrich Ursula Uta Uwe Volker Waltraud Werner Wilhelm Winfried Wolfgang Yvonne Ottilie Urs \
 Reto Beat Regula Ueli Vreni \
 Aad Anouk Arjan Bart Bram Cees Daan Dirk Els Esther Floor Frits Geert Gerrit Hanneke Harm Hendrik Ineke Jaap Jan Jasper Jeroen Joep Joost Joris Joke Kees Koen \
 Lieke Liesbeth Lotte Maarten Marloes Martijn Mieke Niek Noor Pieter Pim Rens Rik Roel Ruud Saskia Sjoerd Stijn Teun Thijs Tjeerd Truus Wim Willem Wouter \
 Alain Anaïs Aurélie Benoît Camille Cécile Cédric Chloé Corinne Delphine Didier Élodie Émile Fabrice Florence Françoise François Gaëlle Gérard Gilles \
 Hélène Hugues Isabelle Jacques Jérôme Josiane Laurent Loïc Lucien Maëlle Manon Marguerite Maud Mélanie Mireille Nadège Nathalie Nicolas Noémie Océane Odile \
 Olivier Pascal Philippe Quentin Régis Rémi Renaud Sandrine Séverine Solange Stéphane Sylvain Sylvie Thérèse Thibault Thierry Valérie Véronique Virginie Yann \
 Yannick Yves Jean Luc Pierre Étienne Agnès \
 Ayşe Ayşegül Burak Cem Deniz Ebru Elif Emine Emre Esra Fatma Fatih Gökhan Gülşen Hakan Halil Hasan İbrahim İsmail Kerem Leyla Mehmet Melek Merve Murat Nazlı Oğuz Okan \
 Onur Orhan Osman Ömer Özge Özlem Pınar Selim Selin Sevgi Serkan Sibel Şebnem Tuğba Tolga Ufuk Umut Volkan Yasemin Yusuf Zeynep \
 Aleksei Aleksey Alexei Alexey Alyona Anastasia Anatoly Andrei Andrey Anton Arkady Artyom Boris Daria Denis Dmitri Dmitry Ekaterina Elena Evgeny Evgenia Fyodor Galina \
 Gennady Georgy Gleb Grigory Igor Ilya Irina Ivan Kirill Konstantin Ksenia Larisa Leonid Lyubov Lyudmila Maksim Margarita Maxim Mikhail Nadezhda Natalia Natalya \
 Nikita Nikolai Nikolay Oksana Oleg Olga Pavel Pyotr Roman Ruslan Sergei Sergey Sofya Stepan Svetlana Tatiana Tatyana Timur Vadim Valentin Valery Vasily Vera Viktor \
 Viktoria Vitaly Vladimir Vladislav Vyacheslav Yaroslav Yegor Yelena Yulia Yuri Yury Zinaida Andriy Bohdan Danylo Dmytro Halyna Iryna Kateryna Liudmyla Mykhailo Mykola \
 Nadiia Nataliia Oleksandr Oleksandra Oleksii Olena Olha Orest Ostap Pavlo Petro Roksolana Serhii Solomiia Svitlana Taras Tetiana Vasyl Viktoriia Volodymyr Yevhen Yulia \
 Aarav Abhishek Aditi Aditya Ajay Akash Amit Amita Amrita Ananya Anil Anita Anjali Ankit Anusha Arjun Arun Aruna Asha Ashok Bhavna Chandra Deepa Deepak Deepika Dinesh Divya \
 Gaurav Geeta Gopal Harish Hemant Indira Ishaan Jaya Jyoti Kamala Karan Karthik Kavita Kavya Kiran Kishore Krishna Lakshmi Lalita Madhavi Mahesh Manish Manoj Meena Meera Mohan \
 Mukesh Nandini Naresh Naveen Neha Nikhil Nisha Nitin Padma Pankaj Pooja Prabhu Pradeep Prakash Pramod Pranav Prasad Pratik Praveen Preeti Priya Priyanka Rahul Raj Rajesh Rajiv \
 Rakesh Ramesh Rani Ravi Rekha Ritu Rohan Rohit Sachin Sandeep Sangeeta Sanjay Sanjeev Santosh Sarita Satish Shalini Shankar Shanti Shilpa Shivani Shreya Shruti Siddharth Sita Smita \
 Sneha Sonal Srinivas Subhash Sudha Sudhir Suman Sunil Sunita Suresh Sushma Swati Tanvi Uma Usha Varun Vasudha Venkat Vidya Vijay Vikas Vikram Vinay Vinod Vishal Vivek Yash \
 Abdel Abdelkader Abdullah Abdulrahman Adnan Ahmad Ahmed Aisha Ali Amal Amina Amir Anwar Asma Ayman Aziz Bashir Bilal Dalia Farah Farid Faris Fatima Fatma Faisal Ghada Habib Hadi Hala Hamid Hamza \
 Hana Hassan Hatem Huda Hussein Ibrahim Iman Imran Ismail Jamal Jamila Karim Khadija Khaled Khalid Laila Layla Leila Mahmoud Malik Maryam Mohamed Mohammad Mohammed Mona Mostafa Muhammad \
 Mustafa Nabil Nada Nadia Naima Nasser Noor Nour Omar Osama Rachid Rania Rashid Reem Saad Said Salah Salim Salma Samia Samir Samira Sara Sami Tariq Walid Yasin Yasmin Yasmine Youssef Yousef Yusuf Zahra Zainab Zaki Zeinab \
 Abeba Abiodun Adaeze Adebayo Ade Adwoa Akosua Amara Ama Ayodele Babajide Chiamaka Chidi Chinedu Chinonso Chioma Ebele Efua Emeka Esi Femi Folake Ifeoma Ikechukwu Kofi Kojo Kwabena Kwame Lindiwe Makena Mandla \
 Ngozi Nia Nkechi Nomsa Obinna Oluwaseun Oluwaseyi Onyeka Samuel Sipho Tendai Thabo Thandiwe Tunde Uche Wanjiru Yaa Yetunde Zanele Zola Wangari Wambui Njeri Otieno Achieng \
 Akiko Akira Asuka Ayumi Chiyo Daiki Daisuke Eiji Emi Fumiko Hana Haruka Haruki Haruto Hideo Hikari Hiroko Hiroshi Hiroto Junichi Kaori Kazuki Kazuo Keiko Kenichi Kenji Kenta Koji Kumiko Kyoko Makoto Mariko Masako \
 Masaru Mayumi Megumi Michiko Minoru Misaki Naoki Naomi Noriko Reiko Ren Riku Ryo Ryota Sachiko Sakura Satoshi Shigeru Shinji Shota Sora Tadashi Takashi Takeshi Takumi Taro Tetsuya Tomoko Toshiro Yasuko Yoko Yoshiko Yui Yuki \
 Yuko Yumi Yusuke Yuta \
 Chunhua Fang Guang Guoqiang Haoran Hong Hui Jianguo Jianhua Jie Jing Jun Jinghua Junjie Lei Lihua Ling Mei Meiling Min Ming Na Ning Peng Ping Qiang Qing Rui Shan Shu Tao Ting Wei Weiming Wen Xiang Xiaoli Xiaoling Xiaoming Xin Xiu \
 Xiuying Xue Yan Yang Yi Ying Yong Yun Zhen Zhiqiang Zihan Jiayi Siyu Yuxuan \
 Byung Eunji Hyejin Hyun Jaehyun Jihoon Jimin Jisoo Jiwon Joon Kyung Minho Minji Minjun Minsu Sangwoo Seojun Seoyeon Seung Soyeon Sungho Sunghoon Yejin Youngho Yuna \
 Anh Binh Chau Dung Duc Giang Hieu Hoa Hung Huong Lan Linh Minh Nam Nga Ngoc Nguyet Nhung Phuong Quang Quynh Tam Thanh Thao Thi Thu Thuy Trang Trung Tuan Tuyet Van Viet Xuan \
 Aoife Áine Bríd Bronagh Caoimhe Ciara Ciarán Conor Cormac Deirdre Donal Eamon Éamonn Eimear Fergus Fiona Gráinne Maeve Máire Niamh Nuala Oisín Orla Padraig Pádraig Róisín Ruairi Saoirse Seamus Séamus Seán Siobhán Sinéad Tadhg \
 Hamish Iain Isla Morag Rhona Angus Callum Euan Lachlan Rhys Gwyneth Cerys Gareth Geraint Huw Owain Sian \
 Александр Александра Алексей Алёна Алина Анастасия Анатолий Андрей Анна Антон Антонина Аркадий Артём Артем Борис Вадим Валентин Валентина Валерий Василий Вера Вероника Виктор Виктория Виталий Владимир Владислав Вячеслав Галина Геннадий \
 Георгий Григорий Дарья Денис Дмитрий Евгений Евгения Екатерина Елена Елизавета Иван Игорь Илья Инна Ирина Кирилл Константин Ксения Лариса Леонид Лидия Любовь Людмила Максим Маргарита Марина Мария Михаил Надежда Наталья Наталия Никита \
 Николай Нина Оксана Олег Ольга Павел Пётр Петр Полина Раиса Роман Руслан Светлана Сергей София Станислав Степан Тамара Татьяна Тимофей Тимур Фёдор Юлия Юрий Яна Ярослав Андрій Богдан Василь Володимир Дмитро Ганна Галина Ірина Катерина \
 Любов Марія Михайло Микола Наталія Надія Оксана Олександр Олександра Олексій Олена Ольга Павло Петро Сергій Світлана Тарас Тетяна Юрій Юлія Ярослав Георги Димитър Йордан Иванка Стоян Петър Христо \
 Αλέξανδρος Ανδρέας Άννα Βασίλης Γιάννης Γιώργος Γεώργιος Δημήτρης Δημήτριος Ελένη Ιωάννης Κατερίνα Κώστας Κωνσταντίνος Μαρία Νίκος Νικόλαος Παναγιώτης Σοφία Σπύρος Χρήστος ";

/// Given names that are words or places as well: they need another proof.
const ALSO_WORDS: &str = " Abbey Alpha Alexa America Amber Angel Apple April Arch Art Asia August Aurora Austin Autumn Avery Bailey Baron Bay Bell Bill Blair Blaze Bo Brandy Bridge Brook \
 Brooklyn Bruce Buck Buddy Bud Can Candy Carmel Carolina Cary Case Casey Cassandra Chad Chance Chase Chelsea Cherry Christian Christmas City Claire Clay Clement Cloud Cloyd Code Colt Columbus Constance \
 Cord Cordelia Cortez Courtney Cricket Cruz Crystal Daisy Dakota Dale Dallas Dan Dane Data Dawn Dayton Deal Dean Deja Delta Denver Destiny Devon Dexter Diamond Dock Domain Don Drake Drew Duncan Duke Dusty Earl Easter Easton Ebony \
 Eden Edison Else Ember Emerald Era Ever Expert Faith Fern Flo Flora Florence Ford Forest Foster Francis Frank Free Freedom Gage Garnet Gay Gene General Genesis Geneva Genoveva Georgia Germany German Ghost Glen Glory Golden Grace \
 Grady Grant Gray Green Grey Guy Harmony Harper Haven Hazel Heath Heaven Helm Holly Honor Hope Houston Hunter Ima India Indigo Ion Iris Isa Israel Ivory Ivy Jade Jan Jamaica Jasmine Jasper Jax Jazz Jenkins Jersey Jet Jewel Joy Joyce Jordan \
 Journey Joker Judge Julia June Junior Justice Kafka Kali Kari Kay Kelvin Kenny Kenya King Kitty Knight Kyle Lake Lamar Lambert Lance Lane Laurel Laurent Lead League Lee Leaf Legend Lexus Liberty Lily Lincoln Link Linux Lola London Long Loyal \
 Lucky Lyric Mac Mack Madison Major Marc Marcel March Marina Mark Marker Marquis Mars Marshall Mason Max Maxim Maximum May Maya Maven Melody Memphis Mercedes Mercy Merit Merle Micah Mike Miles Miller Misty Montana Monte Myrtle Major \
 Mandarin Na Name Nan Nano Nash Neo Nestor Nia Nikita Nile No Noble Norm Norma North Nova Oak Ocean Ok Olive Ollie Opal Page Paige Paris Parker Pat Patience Patsy Pattern Pearl Per Percy Perl Petra Phoenix Pierce Piper Pink Polly Porter Precious Preston Prince \
 Price Princess Prudence Queen Quality Quest Quick Rain Rainbow Rally Ray Reed Reese Regent Reggie Regina Remington Rene Rex Rhett Rich River Road Rob Robin Rocky Rod Rogue Roman Rome Rose Rosemary Rowan Royal Royce Ruby Russell Rusty Ryder Sage Salem \
 Salvador Sandy Santiago Saul Savannah Savanna Scarlet Scout September Serenity Shad Shade Shell Sherwood Sierra Sister Skip Sky Skye Skyler Sonny Spencer Spring Stan Star Stella Sterling Stone Storm Su Sue Summer Sunny Sydney Tab Tan Taylor Ted Teller \
 Terra Terry Tess Thor Thu Thy Tiger Tony Torrent Tracy Travis Trace Tower Trey Trinity Tristan Troy True Trust Turner Ty Tyler Unique Unity Valentine Van Vault Vernon Verda Verona Veto Victor Victoria Vida Vienna Viola Violet Virginia Vita Vito Wade Walker \
 Ward Warren Watson Wave Webster West Weston Wilber Will Willow Windsor Winter Winston Wolf Woody Worth Wren Zion Zone In An Ann Do Du Else En Era Ida Al Ali Ana Ines Job Lane Leo Luna Nova Per Rey Sim Tom Una Val Wen Yi Yes Min Ming Tam Thi Lan Nam Ping Ning Rui Shu Hong Hui Jun Lei Ling Mei \
 Tao Jing Jie Peng Qing Wei Xin Xue Yan Yang Ying Yong Yun Zhen Fang Bo Hue Dung Van Viet Ren Sora Emi Hana Raj Ravi Ade Ama Esi Nia Uma Asha Jaya Roman Luka Milan Malin Sini Satu Sami Kari Edit Mart Beat Floor Noor Stone Raja Rasa ";

/// How family names end that are hardly anything else.
const FAMILY_ENDINGS: &[&str] = &[
    "dóttir",
    "dottir",
    "qvist",
    "kvist",
    "eanu",
    "escu",
    "sson",
    "ssen",
    "rsen",
    "nsen",
    "lsen",
    "tsen",
    "vsen",
    "ksen",
    "qvist",
    "kvist",
    "gren",
    "ström",
    "strom",
    "ström",
    "lund",
    "dahl",
    "gaard",
    "gård",
    "berger",
    "mann",
    "meier",
    "meyer",
    "mayer",
    "maier",
    "hofer",
    "huber",
    "bauer",
    "stein",
    "wski",
    "wska",
    "cki",
    "cka",
    "dzki",
    "dzka",
    "ński",
    "ńska",
    "nski",
    "nska",
    "lski",
    "lska",
    "rski",
    "rska",
    "wicz",
    "czyk",
    "szyk",
    "czak",
    "iak",
    "ová",
    "ova",
    "eva",
    "enko",
    "chuk",
    "czuk",
    "shyn",
    "yuk",
    "ych",
    "ović",
    "ević",
    "vić",
    "ić",
    "ovic",
    "escu",
    "eanu",
    "oğlu",
    "oglu",
    "yan",
    "dze",
    "shvili",
    "poulos",
    "opoulos",
    "idis",
    "akis",
    "ellis",
    "nen",
    "lainen",
    "ainen",
    "dóttir",
    "ucci",
    "elli",
    "etti",
    "lini",
    "rini",
    "cini",
    "dini",
    "tini",
    "acci",
    "otti",
    "arelli",
    "ardi",
    "ández",
    "andez",
    "ínez",
    "inez",
    "ález",
    "alez",
    "érez",
    "erez",
    "íguez",
    "iguez",
    "ópez",
    "opez",
    "ánchez",
    "anchez",
    "eira",
    "ães",
    "feld",
    "brecht",
    "witz",
    "hardt",
    "kamp",
    "uijsen",
    "huis",
    "veld",
    "ov",
    "ev",
    "ин",
    "ина",
    "ов",
    "ова",
    "ев",
    "ева",
    "ский",
    "ская",
    "енко",
    "чук",
    "юк",
    "ська",
    "ський",
    "dorf",
    "dorff",
    "thal",
    "bühl",
    "schlag",
    "furth",
    "hausen",
    "brück",
    "kirchner",
    "moser",
    "lechner",
    "rieder",
    "nauer",
    "stätter",
    "stetter",
    "wieser",
    "reiter",
    "egger",
    "gruber",
    "leitner",
    "ntscher",
    "goikoetxea",
    "etxea",
    "etxeberria",
    "berria",
    "goitia",
    "goiti",
    "urrutia",
    "zabal",
    "bidegain",
    "kker",
    "inga",
    "rooij",
    "ssens",
    "aerts",
    "eyghe",
    "eaux",
    "ault",
    "ières",
    "lière",
    "ière",
    "ardin",
    "oulos",
    "iadis",
    "atos",
    "ákis",
    "άκης",
    "όπουλος",
    "ίδης",
    "ιάδης",
    "ντής",
    "shvilі",
    "ienė",
    "aitė",
    "auskas",
    "inskas",
    "bērzs",
    "mägi",
    "tyev",
    "bekov",
    "zhan",
    "galiev",
    "baev",
    "швили",
    "ньов",
    "áček",
    "ovou",
    "kovou",
    "lovou",
    "ányi",
    "nczi",
    "mäki",
    "niemi",
    "koski",
    "lahti",
    "ranta",
    "salo",
    "vaara",
    "kangas",
    "wardena",
    "singhe",
    "swamy",
    "swami",
    "murthy",
    "appa",
    "nathan",
    "rajan",
    "krishnan",
    "subramanian",
    "yanan",
    "walla",
    "kulkarni",
    "patil",
    "shekhawat",
    "dhury",
    "padhyay",
    "chukwu",
    "kanmi",
    "dinger",
    "hoven",
    "ич",
    "ић",
    "вич",
    "вић",
    "инов",
    "ънов",
    "ську",
    "ському",
    "ской",
    "скому",
    "шин",
    "ько",
    "юка",
    "юку",
    "ченко",
    "ченка",
    "ченку",
    "ької",
    "кова",
    "кову",
    "ковой",
    "ову",
    "ової",
    "овой",
    "евой",
    "евича",
    "цева",
    "цевой",
    "янова",
];

fn set(lists: &[&[&'static str]], more: &'static str) -> HashSet<&'static str> {
    lists.iter().flat_map(|list| list.iter().copied()).chain(more.split_whitespace()).collect()
}

static GIVEN: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let lists = [
        EN::NAME_FIRST_NAME,
        FR_FR::NAME_FIRST_NAME,
        DE_DE::NAME_FIRST_NAME,
        IT_IT::NAME_FIRST_NAME,
        NL_NL::NAME_FIRST_NAME,
        PT_BR::NAME_FIRST_NAME,
        PT_PT::NAME_FIRST_NAME,
        TR_TR::NAME_FIRST_NAME,
        CY_GB::NAME_FIRST_NAME,
        AR_SA::NAME_FIRST_NAME,
    ];
    let mut names = set(&lists, MORE_GIVEN);
    ALSO_WORDS.split_whitespace().for_each(|word| {
        names.remove(word);
    });
    names
});

static BOTH: LazyLock<HashSet<&str>> = LazyLock::new(|| set(&[], ALSO_WORDS));

static FAMILY: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let lists = [
        EN::NAME_LAST_NAME,
        FR_FR::NAME_LAST_NAME,
        DE_DE::NAME_LAST_NAME,
        IT_IT::NAME_LAST_NAME,
        NL_NL::NAME_LAST_NAME,
        PT_BR::NAME_LAST_NAME,
        PT_PT::NAME_LAST_NAME,
        TR_TR::NAME_LAST_NAME,
        CY_GB::NAME_LAST_NAME,
    ];
    set(&lists, "")
});

/// Whether the word is a given name and nothing else; of `Jean-Luc` one part is enough.
pub(crate) fn is_given(word: &str) -> bool {
    GIVEN.contains(word) || word.contains('-') && word.split('-').all(|part| GIVEN.contains(part) || may_be_given(part))
}

/// Whether the word is a given name that may be another word: `Grant`, `May`.
pub(crate) fn may_be_given(word: &str) -> bool {
    BOTH.contains(word)
}

/// Whether the word is a family name, by the lists or by its end.
pub(crate) fn is_family(word: &str) -> bool {
    let length = word.chars().count();
    FAMILY.contains(word)
        || word.contains('-') && word.split('-').any(is_family)
        || length >= 6 && FAMILY_ENDINGS.iter().any(|end| word.ends_with(end))
        || length >= 5
            && ["Mc", "Mac", "O'", "O’", "D'", "D’"]
                .iter()
                .any(|start| word.strip_prefix(start).is_some_and(|rest| rest.starts_with(char::is_uppercase)))
}
