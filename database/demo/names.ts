/** Names of the invented people of the demo practice, by where a family comes from, so that first and last names fit. */

/** A low line stands for a space within a name. */
const words = (text: string): readonly string[] =>
  text
    .trim()
    .split(/\s+/)
    .map((word) => word.replaceAll('_', ' '))

export type Heritage = {
  readonly weight: number
  readonly female: readonly string[]
  readonly male: readonly string[]
  readonly last: readonly string[]
  /** CDC race and ethnicity codes (2.16.840.1.113883.6.238). */
  readonly race: string
  readonly hispanic?: true
  /** What is spoken at home beside English, and by how many of a hundred who prefer it. */
  readonly language?: readonly [code: string, percent: number]
}

/** First names of English-speaking families by the year of birth they were common in. */
export const anglophone = [
  {
    until: 1950,
    female:
      words(`Mary Dorothy Betty Barbara Shirley Patricia Joan Nancy Carol Judith Margaret Virginia Helen Marilyn
      Ruth Frances Evelyn Joyce Doris Lois Janet Beverly Norma Phyllis Donna Gloria Alice Rosemary Marjorie Eleanor`),
    male: words(`Robert James John William Richard Charles Donald George Thomas Joseph David Edward Ronald Paul Kenneth
      Frank Raymond Jack Harold Gerald Walter Eugene Ralph Arthur Harry Lawrence Albert Howard Leonard Ernest`),
  },
  {
    until: 1975,
    female:
      words(`Linda Susan Karen Deborah Donna Cynthia Sandra Pamela Sharon Kathleen Diane Brenda Cheryl Janice
      Elizabeth Lisa Kimberly Michelle Angela Tammy Lori Julie Teresa Denise Laura Christine Kelly Tina Dawn Robin`),
    male: words(`Michael David James John Robert William Mark Steven Richard Thomas Jeffrey Timothy Kevin Gary Kenneth
      Scott Brian Gregory Stephen Douglas Ronald Keith Daniel Anthony Craig Todd Randall Terry Dennis Bruce`),
  },
  {
    until: 2000,
    female:
      words(`Jennifer Jessica Amanda Ashley Sarah Stephanie Nicole Heather Elizabeth Megan Melissa Rachel Lauren
      Amber Brittany Samantha Emily Danielle Rebecca Kayla Katherine Erin Courtney Allison Hannah Alexis Victoria`),
    male: words(`Christopher Matthew Joshua Andrew Daniel Justin Ryan Brandon Tyler Nicholas Jacob Zachary Kyle Benjamin
      Eric Adam Aaron Nathan Jonathan Samuel Patrick Alexander Sean Travis Dustin Cody Jordan Ethan Caleb Marcus`),
  },
  {
    until: 9999,
    female:
      words(`Olivia Emma Charlotte Amelia Sophia Isabella Ava Mia Evelyn Harper Ella Avery Madison Grace Chloe
      Lily Abigail Nora Hazel Violet Penelope Zoey Stella Aurora Lucy Piper Ruby Willow Ivy Naomi`),
    male: words(`Liam Noah Oliver James Elijah Mateo Henry Lucas William Theodore Jack Levi Hudson Owen Wyatt Luke Asher
      Carter Julian Grayson Leo Jayden Isaac Lincoln Ezra Charles Caleb Josiah Miles Silas`),
  },
] as const

export const heritages: readonly Heritage[] = [
  {
    weight: 58,
    race: '2106-3',
    female: [],
    male: [],
    last: words(`Anderson Baker Barnes Bauer Becker Bennett Brooks Burke Burton Caldwell Campbell Carlson Clark Collins
      Cooper Cunningham Davis Dawson Donovan Douglas Eichhorn Ellis Erickson Ferguson Fischer Fitzgerald Fletcher
      Gallagher Garrett Graham Hanson Harrington Hoffman Hughes Jensen Keller Kelly Kowalski Larson Lindqvist MacLeod
      Marshall McAllister McCarthy McGuire Meyer Mitchell Müller Murphy Nelson Novak O'Brien O'Connor O'Malley Olsen
      Palmer Parker Petersen Peterson Pritchard Quinn Reynolds Romano Rossi Russo Schmidt Schneider Smith Smythe
      St._John Stewart Sullivan Thompson Van_Dyke Wagner Walker Weaver Whitfield Wójcik Yoder Zimmerman`),
  },
  {
    weight: 12,
    race: '2054-5',
    female: words(
      `Aaliyah Destiny Ebony Imani Keisha Latoya Monique Nia Tamika Yolanda Denise Gwendolyn Loretta`,
    ),
    male: words(
      `Andre Darnell DeShawn Jamal Jerome Malik Marcus Terrence Tyrone Xavier Curtis Reginald Clarence`,
    ),
    last: words(`Banks Booker Coleman Dixon Freeman Gaines Hairston Jackson Jefferson Johnson Jones Joseph Mosley
      Robinson Tubbs Washington Williams Winfrey`),
  },
  {
    weight: 14,
    race: '2131-1',
    hispanic: true,
    language: ['es', 45],
    female: words(`Alejandra Ana Camila Carmen Daniela Esperanza Gabriela Guadalupe Isabel Lucía Luz María
      Marisol Mariana Paloma Rosa Sofía Valentina Ximena Yesenia`),
    male: words(`Alejandro Andrés Ángel Antonio Carlos Diego Eduardo Emiliano Francisco Jesús Joaquín Jorge José Juan
      Luis Manuel Miguel Pedro Rafael Ramón Raúl Santiago Tomás`),
    last: words(`Álvarez Castillo Cruz De_la_Cruz Delgado Díaz Domínguez Fernández Flores García García-López Gómez
      González Gutiérrez Hernández Jiménez López Martínez Mendoza Morales Muñoz Núñez Ortiz Peña Pérez Ramírez Reyes
      Rivera-Soto Rodríguez Ruiz Sánchez Torres Vásquez`),
  },
  {
    weight: 3,
    race: '2028-9',
    language: ['vi', 40],
    female: words(`Bích Hương Lan Linh Mai Ngọc Phương Thảo Trang Yến`),
    male: words(`Bảo Dũng Hiếu Hùng Khánh Long Minh Quân Tuấn Vinh`),
    last: words(`Bùi Đặng Đỗ Hoàng Lê Nguyễn Phạm Phan Trần Võ Vũ`),
  },
  {
    weight: 3,
    race: '2028-9',
    language: ['zh', 35],
    female: words(`Fang Hui Jing Li Mei Ping Xiaoli Xue Yan Ying`),
    male: words(`Bo Chao Hao Jian Jun Lei Ming Qiang Wei Zhiyuan`),
    last: words(`Chan Chen Cheung Gao Huang Li Lin Liu Wang Wong Wu Xu Yang Zhang Zhao`),
  },
  {
    weight: 4,
    race: '2028-9',
    language: ['hi', 12],
    female: words(`Aditi Ananya Deepa Kavita Lakshmi Meera Neha Priya Sunita Swati`),
    male: words(`Aarav Amit Arjun Deepak Harish Krishna Rahul Rajesh Sanjay Vikram`),
    last: words(`Banerjee Chatterjee Desai Gupta Iyer Kapoor Kaur Mehta Nair Patel Rao Reddy Sharma Singh
      Subramanian`),
  },
  {
    weight: 2,
    race: '2106-3',
    language: ['ar', 35],
    female: words(`Aisha Amina Dalia Fatima Hana Layla Mariam Noor Rania Yasmin`),
    male: words(`Ahmed Ali Hassan Ibrahim Karim Khalid Mohammed Omar Tariq Youssef`),
    last: words(`Abdullah Al-Amin Al-Hashimi El-Sayed Farouk Haddad Hussein Khalil Mansour Nasser Saleh`),
  },
  {
    weight: 2,
    race: '2054-5',
    language: ['so', 15],
    female: words(`Abeba Adaeze Amara Chioma Folake Hodan Ifeoma Ngozi Selam Zainab`),
    male: words(`Abdi Chidi Chukwuemeka Emeka Kwame Obinna Oluwaseun Tesfaye Yonas Zubair`),
    last: words(`Adeyemi Afolabi Bekele Eze Mensah N'Diaye Okafor Okonkwo Osei Tadesse Warsame`),
  },
  {
    weight: 1,
    race: '2028-9',
    language: ['ko', 30],
    female: words(`Eun-ji Hye-jin Ji-woo Min-seo Soo-yeon Yuna`),
    male: words(`Dong-hyun Hyun-woo Ji-hoon Min-jun Seung-ho Tae-yang`),
    last: words(`Cho Choi Jung Kang Kim Lee Park Shin Yoon`),
  },
  {
    weight: 1,
    race: '1002-5',
    female: words(`Aiyana Dena Kaya Sequoia Winona`),
    male: words(`Chaska Delbert Elan Koda Wyatt`),
    last: words(`Begay Littlefeather Redbird Tsosie Whitehorse Yazzie`),
  },
]
